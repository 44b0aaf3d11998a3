package io.isotropy.autograd;

import io.isotropy.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a variable was made of, as a picture: operations, shapes, bytes and time, by layer. To be taken before the backward pass, which
 * forgets it.
 *
 * <pre>{@code
 * Graph graph = Graph.record(() -> model.loss(batch, mode));
 * Files.writeString(path, graph.toHtml());
 * }</pre>
 *
 * @param nodes inputs before what is made of them
 */
public record Graph(List<Node> nodes) {

    /**
     * A variable.
     *
     * @param id its place in {@link Graph#nodes}
     * @param op the operation that made it; "parameter" or "constant" for what was there before
     * @param name of a parameter; else of the layer that it was made in; may be empty
     * @param shape of the value
     * @param bytes of the value as float32; a view's count as well, though it shares its memory
     * @param nanoseconds from the end of the operation before to the end of this; 0 if it was not timed
     * @param inputs the places of its inputs
     */
    public record Node(int id, String op, String name, Shape shape, long bytes, long nanoseconds, List<Integer> inputs) {}

    /** The graph of what {@code forward} computes, with times. */
    public static Graph record(Supplier<Var> forward) {
        Trace trace = Trace.current();
        long before = trace.lastEnd;
        trace.lastEnd = System.nanoTime();
        try {
            return of(forward.get());
        } finally {
            trace.lastEnd = before;
        }
    }

    /** The graph of a variable, as far as it was recorded. */
    public static Graph of(Var root) {
        List<Var> variables = new ArrayList<>();
        Set<Var> seen = new HashSet<>(List.of(root));
        ArrayDeque<Var> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Var variable = open.removeLast();
            variables.add(variable);
            for (Var input : variable.inputs) {
                if (seen.add(input)) {
                    open.add(input);
                }
            }
        }
        variables.sort(Comparator.comparingLong(variable -> variable.id));
        Map<Var, Integer> places = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Var variable : variables) {
            int id = nodes.size();
            places.put(variable, id);
            List<Integer> inputs = variable.inputs.stream().map(input -> places.getOrDefault(input, -1)).toList();
            nodes.add(new Node(
                    id, variable.op, variable.name.isEmpty() ? variable.layer : variable.name, variable.shape(),
                    (long) Float.BYTES * variable.shape().size(), variable.nanoseconds, inputs));
        }
        return new Graph(List.copyOf(nodes));
    }

    /** In the language of Graphviz: {@code dot -Tsvg}. */
    public String toDot() {
        StringBuilder dot = new StringBuilder("digraph isotropy {\n  node [shape=box, fontname=\"sans-serif\", fontsize=10];\n");
        for (Node node : nodes) {
            String style = switch (node.op()) {
                case "parameter" -> ", style=filled, fillcolor=\"#dbe9f6\"";
                case "constant" -> ", style=filled, fillcolor=\"#eeeeee\"";
                default -> "";
            };
            dot.append("  n").append(node.id()).append(" [label=\"")
                    .append(quoted(node.op() + "\n" + (node.name().isEmpty() ? "" : node.name() + "\n") + facts(node)))
                    .append('"').append(style).append("];\n");
        }
        for (Node node : nodes) {
            for (int input : node.inputs()) {
                dot.append("  n").append(input).append(" -> n").append(node.id()).append(";\n");
            }
        }
        return dot.append("}\n").toString();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String facts(Node node) {
        return node.shape() + ", " + bytes(node.bytes()) + (node.nanoseconds() == 0 ? "" : ", " + time(node.nanoseconds()));
    }

    private static String bytes(long bytes) {
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 10_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String time(long nanoseconds) {
        return nanoseconds < 1_000_000
                ? String.format(Locale.ROOT, "%.1f µs", nanoseconds / 1e3)
                : String.format(Locale.ROOT, "%.1f ms", nanoseconds / 1e6);
    }

    private static final int ROW = 22;
    private static final int EDGES = 160;

    /** One page without anything outside it: a row per variable, its inputs as arcs at the left, bars for bytes and time. */
    public String toHtml() {
        StringBuilder html = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Computation graph</title><style>
                body { font: 13px/1.5 system-ui, sans-serif; margin: 1.5em; color: #222; background: #fff; }
                .graph { position: relative; } svg { position: absolute; left: 0; top: 0; }
                path { fill: none; stroke: #9ab; } path.on { stroke: #c30; stroke-width: 2; }
                table { border-collapse: collapse; margin-left: 160px; }
                tr { height: 22px; } tr:hover { background: #fff3e0; }
                th, td { padding: 0 12px 0 0; height: 22px; text-align: left; white-space: nowrap; }
                tr.parameter td { color: #1565a8; } tr.constant td { color: #888; }
                td.bar { min-width: 150px; background: linear-gradient(#cfe3d4, #cfe3d4) no-repeat 0 60% / var(--share) 12px; }
                </style></head><body><h1>Computation graph</h1>
                """);
        long bytes = nodes.stream().mapToLong(Node::bytes).sum();
        long nanoseconds = nodes.stream().mapToLong(Node::nanoseconds).sum();
        html.append("<p>").append(nodes.size()).append(" variables, ").append(bytes(bytes));
        if (nanoseconds > 0) {
            html.append(", ").append(time(nanoseconds));
        }
        html.append(". Each row is made of the rows that its arcs come from.</p>\n<div class=\"graph\">\n");
        arcs(html);
        rows(html);
        return html.append("""
                </div><script>
                document.querySelectorAll("tr[data-id]").forEach(row => {
                  const arcs = document.querySelectorAll(`path[data-to="${row.dataset.id}"], path[data-from="${row.dataset.id}"]`);
                  row.onmouseenter = () => arcs.forEach(arc => arc.classList.add("on"));
                  row.onmouseleave = () => arcs.forEach(arc => arc.classList.remove("on"));
                });
                </script></body></html>
                """).toString();
    }

    private void arcs(StringBuilder html) {
        html.append("<svg width=\"").append(EDGES).append("\" height=\"").append((nodes.size() + 1) * ROW).append("\">\n");
        for (Node node : nodes) {
            for (int input : node.inputs()) {
                int from = (input + 1) * ROW + ROW / 2;
                int to = (node.id() + 1) * ROW + ROW / 2;
                // Longer arcs reach farther out, but stay on the page.
                int out = EDGES - 10 - (int) Math.min(EDGES - 20, 12 * Math.sqrt(node.id() - input));
                html.append("<path data-from=\"").append(input).append("\" data-to=\"").append(node.id()).append("\" d=\"M")
                        .append(EDGES - 6).append(' ').append(from).append(" C").append(out).append(' ').append(from).append(' ')
                        .append(out).append(' ').append(to).append(' ').append(EDGES - 6).append(' ').append(to)
                        .append("\"/>\n");
            }
        }
        html.append("</svg>\n");
    }

    private void rows(StringBuilder html) {
        long mostBytes = Math.max(1, nodes.stream().mapToLong(Node::bytes).max().orElse(1));
        long mostTime = Math.max(1, nodes.stream().mapToLong(Node::nanoseconds).max().orElse(1));
        html.append("<table><tr><th>operation</th><th>layer or name</th><th>shape</th><th>bytes</th><th>time</th></tr>\n");
        for (Node node : nodes) {
            String kind = node.op().equals("parameter") || node.op().equals("constant") ? node.op() : "operation";
            html.append("<tr class=\"").append(kind).append("\" data-id=\"").append(node.id()).append("\"><td>")
                    .append(escaped(node.op())).append("</td><td>").append(escaped(node.name())).append("</td><td>")
                    .append(node.shape()).append("</td>").append(bar(bytes(node.bytes()), node.bytes(), mostBytes))
                    .append(bar(node.nanoseconds() == 0 ? "" : time(node.nanoseconds()), node.nanoseconds(), mostTime))
                    .append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private static String bar(String text, long part, long whole) {
        return String.format(Locale.ROOT, "<td class=\"bar\" style=\"--share: %.1f%%\">%s</td>", 100.0 * part / whole, text);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
