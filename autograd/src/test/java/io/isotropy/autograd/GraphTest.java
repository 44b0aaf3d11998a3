package io.isotropy.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.autograd.nn.EncoderLayer;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.nn.TransformerConfig;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GraphTest {

    @Test
    void dotHasNodesAndEdges() {
        Var w = Var.parameter("scale \"w\"", Tensor.of(2, 3));
        Var y = w.times(Var.constant(Tensor.of(1, 1))).sum();
        assertThat(Graph.of(y).toDot()).isEqualTo("""
                digraph isotropy {
                  node [shape=box, fontname="sans-serif", fontsize=10];
                  n0 [label="parameter\\nscale \\"w\\"\\n(2), 8 B", style=filled, fillcolor="#dbe9f6"];
                  n1 [label="constant\\n(2), 8 B", style=filled, fillcolor="#eeeeee"];
                  n2 [label="times\\n(2), 8 B"];
                  n3 [label="sum\\n(), 4 B"];
                  n0 -> n2;
                  n1 -> n2;
                  n2 -> n3;
                }
                """);
    }

    @Test
    void recordingTimesOperationsAndNamesLayers() {
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        EncoderLayer layer = EncoderLayer.create(parameters.at("layer", 0), TransformerConfig.bert(8, 2, 16));
        Var x = Var.constant(Tensor.ones(Shape.of(5, 8)));
        Graph graph = Graph.record(() -> layer.forward(x, Segments.ofLengths(x.backend(), 2, 3), Mode.eval()).sum());
        Graph.Node attention = graph.nodes().stream().filter(node -> node.op().equals("selfAttention")).findFirst().orElseThrow();
        assertThat(attention.name()).isEqualTo("layer.0");
        assertThat(attention.shape()).isEqualTo(Shape.of(5, 8));
        assertThat(attention.bytes()).isEqualTo(160);
        assertThat(attention.nanoseconds()).isPositive();
        assertThat(graph.nodes().get(attention.inputs().getFirst()).op()).isEqualTo("linear");
        assertThat(graph.nodes().getLast().op()).isEqualTo("sum");
        assertThat(graph.nodes()).filteredOn(node -> node.op().equals("parameter")).hasSize(parameters.all().size());
        String html = graph.toHtml();
        assertThat(html).contains("layer.0.attention.self.query.weight", "(5, 16)").doesNotContain("http", "src=");
        assertThat(html.split("<tr ", -1)).hasSize(graph.nodes().size() + 1);
        assertThat(Elementwise.abs(x).nanoseconds).isZero(); // afterwards nothing is timed
    }
}
