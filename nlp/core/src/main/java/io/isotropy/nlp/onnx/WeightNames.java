package io.isotropy.nlp.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives the tensors of a graph their names in the published checkpoints.
 *
 * <p>An exporter keeps the names of what it leaves alone (embeddings, biases, norms) and renames what it transposes:
 * the right operand of a matrix product, {@code onnx::MatMul_541}. The product is followed by the addition of its bias,
 * which still has its name: the weight of {@code X.bias} is {@code X.weight}. Quantized files have
 * {@code NAME_quantized}, {@code NAME_scale} and {@code NAME_zero_point} instead of NAME, and a Cast and a Mul between
 * the product and the addition.
 */
final class WeightNames {
    /** A checkpoint name, behind whatever a wrapper put in front of it (bert., 0.auto_model., ...). */
    private static final Pattern CHECKPOINT =
            Pattern.compile("(?:[A-Za-z0-9_]+\\.){0,3}?((?:embeddings|encoder|pooler)\\..+)");

    private static final Pattern NODE = Pattern.compile(".*?/(encoder/layer[./].+|pooler/.+)/[^/]+");
    private static final Set<String> PRODUCTS = Set.of("MatMul", "MatMulInteger", "Gemm");

    /**
     * Where a weight is.
     *
     * @param transposed stored as (in, out), where checkpoints have (out, in)
     * @param scale of quantized values: one, or one per stored column
     */
    record Source(
            OnnxTensor values, boolean transposed, @Nullable OnnxTensor scale, @Nullable OnnxTensor zeroPoint) {}

    private final OnnxGraph graph;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    private WeightNames(OnnxGraph graph) {
        this.graph = graph;
    }

    static Map<String, Source> find(OnnxGraph graph) {
        WeightNames names = new WeightNames(graph);
        graph.initializers().forEach(names::named);
        graph.nodes().stream().filter(node -> PRODUCTS.contains(node.type())).forEach(names::product);
        return names.sources;
    }

    private void named(String name, OnnxTensor tensor) {
        String checkpoint = checkpointName(base(name));
        if (checkpoint == null || name.endsWith("_scale") || name.endsWith("_zero_point")
                || checkpoint.endsWith("position_ids")) {
            return;
        }
        boolean transposed = graph.consumersOf(name).stream().anyMatch(node -> isTransposedIn(node, name));
        sources.put(checkpoint, source(name, tensor, transposed));
    }

    private void product(OnnxNode node) {
        String right = node.input(1);
        OnnxTensor tensor = graph.initializers().get(right);
        if (tensor == null || checkpointName(base(right)) != null) {
            return;
        }
        String bias = biasAfter(node);
        String weight = bias != null ? bias.substring(0, bias.length() - "bias".length()) + "weight" : nodeName(node);
        if (weight != null) {
            sources.putIfAbsent(weight, source(right, tensor, isTransposedIn(node, right)));
        }
    }

    private Source source(String name, OnnxTensor tensor, boolean transposed) {
        if (!name.endsWith("_quantized")) {
            return new Source(tensor, transposed, null, null);
        }
        String plain = name.substring(0, name.length() - "_quantized".length());
        return new Source(tensor, transposed, graph.tensor(plain + "_scale"), graph.tensor(plain + "_zero_point"));
    }

    private static boolean isTransposedIn(OnnxNode node, String right) {
        return PRODUCTS.contains(node.type()) && node.input(1).equals(right) && !node.transB();
    }

    /** The checkpoint name of the bias that is added to what the product gives. */
    private @Nullable String biasAfter(OnnxNode product) {
        if (product.type().equals("Gemm")) {
            return biasName(product.input(2));
        }
        String value = product.output();
        for (int step = 0; step < 4; step++) { // MatMulInteger, Cast, Mul, Add
            List<OnnxNode> next = graph.consumersOf(value);
            if (next.size() != 1) {
                return null;
            }
            OnnxNode node = next.getFirst();
            switch (node.type()) {
                case "Add" -> {
                    String first = biasName(node.input(0));
                    return first != null ? first : biasName(node.input(1));
                }
                case "Cast", "Mul" -> value = node.output();
                default -> {
                    return null;
                }
            }
        }
        return null;
    }

    private @Nullable String biasName(String name) {
        String checkpoint = graph.initializers().containsKey(name) ? checkpointName(name) : null;
        return checkpoint != null && checkpoint.endsWith(".bias") ? checkpoint : null;
    }

    private static String base(String name) {
        return name.replaceFirst("_quantized$", "").replaceFirst("_transposed$", "");
    }

    private static @Nullable String checkpointName(String name) {
        Matcher matcher = CHECKPOINT.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        return matcher.group(1)
                .replace("LayerNorm.gamma", "LayerNorm.weight")
                .replace("LayerNorm.beta", "LayerNorm.bias");
    }

    /** For a product without a named bias: {@code /encoder/layer.0/output/dense/MatMul}. */
    private static @Nullable String nodeName(OnnxNode node) {
        Matcher matcher = NODE.matcher(node.name());
        return matcher.matches() ? matcher.group(1).replace('/', '.') + ".weight" : null;
    }
}
