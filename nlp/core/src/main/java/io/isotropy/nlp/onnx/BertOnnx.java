package io.isotropy.nlp.onnx;

import io.isotropy.nlp.onnx.WeightNames.Source;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A BERT encoder (Devlin et al. 2019) in an ONNX file: its configuration, and its weights under the names and in the
 * layout of the published checkpoints. The file is mapped; only what is asked for is read. 8-bit quantized files are
 * read too, each weight multiplied out.
 *
 * <p>{@code try (BertOnnx model = BertOnnx.open(file)) { for (BertWeight weight : model.weights()) ... }}
 */
public final class BertOnnx implements Closeable {
    private final Arena arena;
    private final BertFacts facts;
    private final List<BertWeight> weights;

    private BertOnnx(Arena arena, BertFacts facts, List<BertWeight> weights) {
        this.arena = arena;
        this.facts = facts;
        this.weights = weights;
    }

    /** Opens a file and checks that every weight of the encoder is there, with the right shape and all its bytes. */
    @SuppressWarnings("MustBeClosedChecker") // the arena lives as long as the object, whose close() closes it
    public static BertOnnx open(Path file) throws IOException {
        OnnxGraph graph = OnnxParser.parse(file);
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            Map<String, Source> sources = WeightNames.find(graph);
            BertFacts facts = new FactFinder(file.toString(), graph, sources, bytes).find();
            List<BertWeight> weights = new ArrayList<>();
            for (BertFacts.Expected expected : facts.expected()) {
                weights.add(BertWeight.of(file.toString(), expected, sources.get(expected.name()), bytes));
            }
            return new BertOnnx(arena, facts, List.copyOf(weights));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public BertFacts facts() {
        return facts;
    }

    /** In the order of the published checkpoints. */
    public List<BertWeight> weights() {
        return weights;
    }

    public BertWeight weight(String name) {
        for (BertWeight weight : weights) {
            if (weight.name().equals(name)) {
                return weight;
            }
        }
        throw new IllegalArgumentException("[weight] no weight has this name: got " + name);
    }

    /** Unmaps the file; the weights cannot be read any more. */
    @Override
    public void close() {
        arena.close();
    }
}
