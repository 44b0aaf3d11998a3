package io.isotropy.nlp.repair;

import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.flow.FlowConfig;
import io.isotropy.autograd.flow.FlowModel;
import io.isotropy.autograd.flow.Glow;
import io.isotropy.autograd.flow.Nice;
import io.isotropy.autograd.flow.RealNvp;
import io.isotropy.autograd.nn.ParameterSource;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * BERT-flow: Li, Zhou, He, Wang, Yang and Li 2020, "On the Sentence Embeddings from Pre-trained Language Models", §3: an invertible map, learnt by
 * maximum likelihood, takes the vectors of sentences to a normal distribution, whose points lie alike in all directions. The encoder stays as it is.
 *
 * <p>A departure: the flow sees the vectors in a {@link Basis} of the subspace that they vary in, for across it the likelihood has no bounds.
 *
 * @param basis of that subspace, (D) to (k)
 * @param parameters of the flow
 */
public record SentenceFlow(Kind kind, Sizes sizes, Basis basis, FlowModel model, Parameters parameters) implements Repair {

    /** What {@code isotropy.json} calls it. */
    public static final String NAME = "flow";

    private static final String MEAN = "mean";
    private static final String WEIGHT = "weight";

    /** Which flow. */
    public enum Kind {
        /** Theirs: Glow with additive couplings and random permutations, on the vectors' own axes. */
        BERT_FLOW(Basis.Axes.OWN, new Sizes(2, 3, 32), ScheduleType.CONSTANT),
        /** Additive couplings; begins at whitening, as the others do. */
        NICE(Basis.Axes.PRINCIPAL, new Sizes(1, 4, 256), ScheduleType.CONSTANT),
        /** Affine couplings in turn. */
        REALNVP(Basis.Axes.PRINCIPAL, new Sizes(1, 3, 256), ScheduleType.CONSTANT),
        /** Affine couplings between invertible linear maps. */
        GLOW(Basis.Axes.PRINCIPAL, new Sizes(1, 4, 256), ScheduleType.LINEAR);

        private final Basis.Axes axes;
        private final Sizes usual;
        private final ScheduleType schedule;

        Kind(Basis.Axes axes, Sizes usual, ScheduleType schedule) {
            this.axes = axes;
            this.usual = usual;
            this.schedule = schedule;
        }

        Basis.Axes axes() {
            return axes;
        }

        /** Theirs for BERT-flow; for the others less than their papers take for pictures, whose vectors are longer. */
        public Sizes usual() {
            return usual;
        }

        /**
         * How the learning rate goes on. Glow's falls to 0, for steps of full size to the last would leave its linear maps shaken more than a pass
         * teaches them.
         */
        public ScheduleType schedule() {
            return schedule;
        }

        /** The name in files and on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private FlowConfig config(Sizes sizes) {
            return switch (this) {
                case BERT_FLOW -> Glow.BERT_FLOW.withSizes(sizes.levels, sizes.depth, sizes.width);
                case NICE -> new Nice(sizes.depth, 2, sizes.width, Nice.DEFAULT.prior());
                case REALNVP -> new RealNvp(sizes.levels, sizes.depth, RealNvp.DEFAULT.hiddenLayers(), sizes.width);
                case GLOW -> Glow.DEFAULT.withSizes(sizes.levels, sizes.depth, sizes.width);
            };
        }
    }

    /**
     * The sizes of a flow.
     *
     * @param levels after each of which, but the last, half of the components are done; NICE has one
     * @param depth steps or couplings of a level
     * @param width of the hidden layers of the couplings' networks
     */
    public record Sizes(int levels, int depth, int width) {

        /** Checks the ranges. */
        public Sizes {
            if (levels < 1 || levels > 16 || depth < 1 || depth > 256 || width < 1 || width > 1 << 14) {
                throw new IllegalArgumentException("[flow] levels must be 1 to 16, depth 1 to 256 and width 1 to " + (1 << 14) + ": got " + levels
                        + ", " + depth + " and " + width);
            }
        }
    }

    /** One whose parameters are drawn, in the subspace that some vectors vary in. */
    static SentenceFlow create(Kind kind, Sizes sizes, Basis basis, Backend backend, long seed) {
        if (basis.weight().cols() < 2) {
            throw new IllegalArgumentException("[flow] the vectors must vary in two directions or more: got " + basis.weight().cols());
        }
        Parameters parameters = Parameters.create(backend, seed);
        FlowModel model = kind.config(sizes).create(parameters.at(NAME), basis.weight().cols());
        return new SentenceFlow(kind, sizes, basis, model, parameters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int inputDimension() {
        return basis.mean().length;
    }

    @Override
    public int dimension() {
        return basis.weight().cols();
    }

    /** The vectors in the flow's basis: (n, k), to be released. */
    Tensor input(List<float[]> vectors) {
        return Tensor.of(parameters.backend(), Shape.of(vectors.size(), dimension()), basis.apply(vectors).values());
    }

    @Override
    public List<float[]> apply(List<float[]> vectors) {
        List<float[]> images = new ArrayList<>(vectors.size());
        if (vectors.isEmpty()) {
            return images;
        }
        try (Scope _ = Scope.open()) {
            float[] z = model.encode(input(vectors)).toArray();
            for (int i = 0; i < vectors.size(); i++) {
                images.add(Arrays.copyOfRange(z, i * dimension(), (i + 1) * dimension()));
            }
        }
        return images;
    }

    /** The mean of log p(x) over some vectors, in nats, as a density of the subspace. */
    public double logLikelihood(List<float[]> vectors) {
        double sum = 0;
        try (NoGradient _ = NoGradient.open()) {
            for (int from = 0; from < vectors.size(); from += SentenceFlowTraining.ROWS) {
                try (Scope _ = Scope.open()) {
                    List<float[]> some = vectors.subList(from, Math.min(vectors.size(), from + SentenceFlowTraining.ROWS));
                    for (float value : model.logLikelihood(Var.constant(input(some))).value().toArray()) {
                        sum += value;
                    }
                }
            }
        }
        return sum / vectors.size() + basis.logDeterminant();
    }

    @Override
    public List<SafetensorsEntry> tensors() {
        List<SafetensorsEntry> entries = new ArrayList<>(List.of(
                SafetensorsEntry.of(MEAN, new long[] {inputDimension()}, basis.mean()),
                SafetensorsEntry.of(WEIGHT, new long[] {inputDimension(), dimension()}, basis.weight().values())));
        entries.addAll(parameters.entries());
        return entries;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("input_dimension", inputDimension());
        settings.put("dimension", dimension());
        settings.put("kind", kind.word());
        settings.put("levels", sizes.levels);
        settings.put("depth", sizes.depth);
        settings.put("width", sizes.width);
        settings.put("log_determinant", basis.logDeterminant());
        return settings;
    }

    static SentenceFlow read(Json settings, SafetensorsFile tensors, Backend backend) throws IOException {
        int input = settings.get("input_dimension").asInt();
        int size = settings.get("dimension").asInt();
        double[] mean = tensors.readDoubles(MEAN);
        double[] weight = tensors.readDoubles(WEIGHT);
        if (size < 2 || size > input || mean.length != input || weight.length != (long) input * size) {
            throw new ModelFolderException(tensors.path(), "must have a mean of " + input + " numbers and a weight of " + input + " times " + size
                    + ", as the settings say: the files belong to different models");
        }
        Sizes sizes;
        try {
            sizes = new Sizes(settings.get("levels").asInt(), settings.get("depth").asInt(), settings.get("width").asInt());
        } catch (IllegalArgumentException e) {
            throw settings.error(String.valueOf(e.getMessage()).replaceFirst("^\\[flow] ", ""));
        }
        Kind kind = kind(settings.get("kind"));
        Basis basis = new Basis(mean, new Matrix(input, size, weight), settings.get("log_determinant").asDouble());
        return Parameters.load(backend, ParameterSource.of(tensors), parameters ->
                new SentenceFlow(kind, sizes, basis, kind.config(sizes).create(parameters.at(NAME), size), parameters));
    }

    private static Kind kind(Json name) {
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(name.asString())) {
                return kind;
            }
        }
        throw name.error("\"" + name.asString() + "\" is no flow known here: there are bert-flow, nice, realnvp, glow");
    }
}
