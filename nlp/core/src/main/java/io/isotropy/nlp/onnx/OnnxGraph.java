package io.isotropy.nlp.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a file: its operations in order, and its tensors by name.
 *
 * @param initializers the weights, in the order of the file
 * @param tensors initializers and constants, also under the names that an Identity gives them
 */
record OnnxGraph(
        List<OnnxNode> nodes,
        Map<String, OnnxTensor> initializers,
        Map<String, OnnxTensor> tensors,
        Map<String, List<OnnxNode>> consumers,
        Map<String, OnnxNode> producers) {

    static OnnxGraph of(List<OnnxNode> nodes, List<OnnxTensor> initializers, List<OnnxTensor> constants) {
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        Map<String, OnnxTensor> tensors = new HashMap<>();
        constants.forEach(tensor -> tensors.put(tensor.name(), tensor));
        initializers.forEach(tensor -> weights.put(tensor.name(), tensor));
        tensors.putAll(weights);
        Map<String, List<OnnxNode>> consumers = new HashMap<>();
        Map<String, OnnxNode> producers = new HashMap<>();
        for (OnnxNode node : nodes) {
            node.inputs().forEach(input -> consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node));
            node.outputs().forEach(output -> producers.put(output, node));
            // Exporters store equal weights once and give the second its name through an Identity.
            OnnxTensor same = tensors.get(node.input(0));
            if (node.type().equals("Identity") && same != null) {
                tensors.put(node.output(), same);
                weights.putIfAbsent(node.output(), same);
            }
        }
        return new OnnxGraph(nodes, weights, tensors, consumers, producers);
    }

    @Nullable OnnxTensor tensor(String name) {
        return tensors.get(name);
    }

    List<OnnxNode> consumersOf(String name) {
        return consumers.getOrDefault(name, List.of());
    }

    boolean has(String type) {
        return nodes.stream().anyMatch(node -> node.type().equals(type));
    }
}
