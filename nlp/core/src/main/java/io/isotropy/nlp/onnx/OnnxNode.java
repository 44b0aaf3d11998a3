package io.isotropy.nlp.onnx;

import java.util.List;

/** One operation of the graph, with the one attribute that weights depend on: {@code epsilon}, 0 if absent. */
record OnnxNode(String name, String type, List<String> inputs, List<String> outputs, float epsilon, boolean transB) {
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    String output() {
        return outputs.isEmpty() ? "" : outputs.getFirst();
    }
}
