package io.isotropy.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Which lines of a source file declare what, as javac's parser sees it. */
final class Declarations {

    /** From the first modifier to the closing brace, counted from 1. */
    record Lines(int from, int to) {

        /** As GitHub names them. */
        String anchor() {
            return to == from ? "#L" + from : "#L" + from + "-L" + to;
        }
    }

    private final Map<String, Lines> lines = new HashMap<>();

    private Declarations() {}

    static Declarations of(Path file) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Declarations found = new Declarations();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) javac.getTask(null, files, null, List.of(), null, files.getJavaFileObjects(file));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(found.new Scanner(unit, positions), "");
            }
        }
        return found;
    }

    /**
     * The lines of a type, method or field.
     *
     * @param name as in {@code Weighting.TfIdf.inverse}; of methods with one name it is the longest, which does the work
     */
    @Nullable Lines find(String name) {
        return lines.get(name);
    }

    private final class Scanner extends TreeScanner<Void, String> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;

        Scanner(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitClass(ClassTree node, String outer) {
            String name = outer + node.getSimpleName();
            declare(name, node);
            return super.visitClass(node, name + ".");
        }

        @Override
        public @Nullable Void visitMethod(MethodTree node, String outer) {
            declare(outer + node.getName(), node);
            return null; // what is declared inside has no name that a page could use
        }

        @Override
        public @Nullable Void visitVariable(VariableTree node, String outer) {
            declare(outer + node.getName(), node);
            return null;
        }

        private void declare(String name, Tree node) {
            int from = (int) unit.getLineMap().getLineNumber(positions.getStartPosition(unit, node));
            int to = (int) unit.getLineMap().getLineNumber(positions.getEndPosition(unit, node));
            lines.merge(name, new Lines(from, to), (a, b) -> b.to - b.from > a.to - a.from ? b : a);
        }
    }
}
