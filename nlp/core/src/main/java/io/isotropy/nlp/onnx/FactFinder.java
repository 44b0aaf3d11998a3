package io.isotropy.nlp.onnx;

import io.isotropy.nlp.onnx.WeightNames.Source;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Works out the configuration: sizes from the shapes of the weights, heads and eps from constants of the graph. */
final class FactFinder {
    private static final Pattern LAYER = Pattern.compile("encoder\\.layer\\.(\\d{1,4})\\..*");
    /** What may stand between the division of the attention scores and their softmax: the mask. */
    private static final Set<String> BEFORE_SOFTMAX = Set.of("Add", "Where", "Cast", "Identity");

    private final String file;
    private final OnnxGraph graph;
    private final Map<String, Source> sources;
    private final MemorySegment bytes;

    FactFinder(String file, OnnxGraph graph, Map<String, Source> sources, MemorySegment bytes) {
        this.file = file;
        this.graph = graph;
        this.sources = sources;
        this.bytes = bytes;
    }

    BertFacts find() throws OnnxException {
        if (graph.has("CumSum")) {
            // The weights have BERT's names, but positions count from the padding id on.
            throw new OnnxException(file + ": a RoBERTa encoder (its positions are counted from the mask), not a BERT");
        }
        List<Long> words = shape("embeddings.word_embeddings.weight");
        List<Long> positions = shape("embeddings.position_embeddings.weight");
        List<Long> types = shape("embeddings.token_type_embeddings.weight");
        int hidden = dim(words, 1);
        int layers = layers();
        Source up = sources.get("encoder.layer.0.intermediate.dense.weight");
        if (up == null) {
            throw new OnnxException(
                    file + ": not a BERT encoder: encoder.layer.0.intermediate.dense.weight is missing");
        }
        int intermediate = dim(up.values().dims(), up.transposed() ? 1 : 0);
        if (!graph.has("Erf") && !graph.has("Gelu")) {
            throw new OnnxException(file + ": its activation is not gelu in the erf form, the only one supported");
        }
        return new BertFacts(
                hidden, layers, heads(hidden), intermediate, dim(words, 0), dim(positions, 0), dim(types, 0), eps(),
                sources.containsKey("pooler.dense.weight"),
                sources.values().stream().anyMatch(source -> source.scale() != null));
    }

    private List<Long> shape(String name) throws OnnxException {
        Source source = sources.get(name);
        if (source == null) {
            throw new OnnxException(file + ": not a BERT encoder: the weight " + name + " is missing");
        }
        return source.values().dims();
    }

    private int dim(List<Long> dims, int index) throws OnnxException {
        long dim = dims.size() == 2 ? dims.get(index) : 0;
        if (dim < 1 || dim > Integer.MAX_VALUE) {
            throw new OnnxException(file + ": impossible shape " + dims + " of a weight matrix");
        }
        return (int) dim;
    }

    private int layers() {
        int layers = 0;
        for (String name : sources.keySet()) {
            Matcher matcher = LAYER.matcher(name);
            if (matcher.matches()) {
                layers = Math.max(layers, Integer.parseInt(matcher.group(1)) + 1);
            }
        }
        return layers;
    }

    /** The scores are divided by √(hidden / heads) before the softmax: Vaswani et al. 2017, eq. 1. */
    private int heads(int hidden) throws OnnxException {
        for (OnnxNode node : graph.nodes()) {
            if (node.type().equals("Softmax")) {
                double width = headWidth(node);
                long rounded = Math.round(width);
                if (rounded > 0 && Math.abs(width - rounded) < 1e-3 * width && hidden % rounded == 0) {
                    return (int) (hidden / rounded);
                }
            }
        }
        throw new OnnxException(file + ": the number of attention heads cannot be told: no softmax over scores divided"
                + " by a constant whose square divides " + hidden);
    }

    private double headWidth(OnnxNode softmax) {
        Deque<String> values = new ArrayDeque<>(List.of(softmax.input(0)));
        for (int step = 0; step < 32 && !values.isEmpty(); step++) {
            OnnxNode node = graph.producers().get(values.remove());
            if (node == null) {
                continue;
            }
            double constant = scalar(node.input(1)).orElse(0);
            if (node.type().equals("Div") && constant > 0) {
                return constant * constant;
            }
            if (node.type().equals("Mul") && constant > 0 && constant < 1) {
                return 1 / (constant * constant);
            }
            if (BEFORE_SOFTMAX.contains(node.type())) {
                values.addAll(node.inputs());
            }
        }
        return 0;
    }

    private double eps() throws OnnxException {
        for (OnnxNode node : graph.nodes()) {
            if (node.type().equals("LayerNormalization")) {
                return decimal(node.epsilon() > 0 ? node.epsilon() : 1e-5f); // the operator's own default
            }
            OnnxNode sum = node.type().equals("Sqrt") ? graph.producers().get(node.input(0)) : null;
            if (sum != null && sum.type().equals("Add")) {
                double eps = scalar(sum.input(1)).orElse(scalar(sum.input(0)).orElse(0));
                if (eps > 0 && eps < 1e-2) {
                    return decimal((float) eps);
                }
            }
        }
        throw new OnnxException(file + ": no layer norm found: the eps under its root is missing");
    }

    /** 1e-12f as the number that was meant, not as the double next to the float. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private OptionalDouble scalar(String name) {
        OnnxTensor tensor = graph.tensor(name);
        if (tensor == null || tensor.type() != OnnxTensor.FLOAT || tensor.size() != 1 || tensor.length() != 4) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(bytes.get(BertWeight.FLOAT, tensor.offset()));
    }
}
