package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.Contender;
import io.isotropy.benchmarks.GemmShape;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide;
import io.isotropy.benchmarks.peers.GemmProblem.Product;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/**
 * Matrix products in float32: Isotropy's cpu backend, plain and with the right side packed before, against OpenBLAS and
 * MKL.
 */
final class GemmSideBySide {

    private GemmSideBySide() {}

    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "rounds", "threads", "shapes", "only");
        List<GemmShape> shapes = arguments.values().containsKey("shapes")
                ? arguments.words("shapes").stream().map(GemmShape::parse).toList()
                : GemmShape.ALL;
        List<Library> libraries = arguments.words("only", "packed", "gemm", "openblas", "mkl").stream()
                .map(GemmSideBySide::library)
                .toList();
        RatioTable table = new RatioTable(System.out, "GFLOP/s");
        libraries.forEach(library -> System.out.println("- " + library.name() + ": " + library.description()));
        System.out.println();
        SideBySide sideBySide = SideBySide.of(arguments.number("rounds", 7));
        boolean first = true;
        for (int threads : arguments.numbers("threads", 1, 2)) {
            for (GemmShape shape : shapes) {
                try (Arena arena = Arena.ofShared()) {
                    List<Contender> contenders = contenders(libraries, shape, threads, arena);
                    if (first) {
                        table.header("m×n×k, threads", contenders);
                        first = false;
                    }
                    table.row(shape + ", " + threads, shape.gigaFlops(), sideBySide.run(contenders));
                }
            }
        }
    }

    /** A library, its number of threads, and how it is given a problem. */
    private record Library(String name, String description, IntConsumer threads, Binding binding) {}

    private interface Binding {
        Product product(GemmProblem problem, Arena arena);
    }

    private static Library library(String name) {
        return switch (name) {
            case "openblas" -> nativeLibrary("OpenBLAS", Cblas.openBlas());
            case "mkl" -> nativeLibrary("MKL", Cblas.mkl());
            case "gemm" -> ownLibrary("Isotropy gemm", GemmProblem::product);
            case "packed" -> ownLibrary("Isotropy packed", GemmProblem::packedProduct);
            default -> throw new IllegalArgumentException(
                    "--only takes packed, gemm, openblas, mkl, not '" + name + "'");
        };
    }

    private static Library nativeLibrary(String name, Cblas blas) {
        return new Library(
                name, blas.description(), blas::setThreads, (problem, arena) -> problem.nativeProduct(blas, arena));
    }

    private static Library ownLibrary(String name, BiFunction<GemmProblem, Backend, Product> product) {
        Backend backend = Backends.byName("cpu");
        return new Library(
                name, backend.description(), backend::setThreads, (problem, arena) -> product.apply(problem, backend));
    }

    /** The libraries on one problem; their results are compared before anything is timed. */
    private static List<Contender> contenders(List<Library> libraries, GemmShape shape, int threads, Arena arena) {
        GemmProblem problem = new GemmProblem(shape);
        Map<Library, Product> products = new LinkedHashMap<>();
        libraries.forEach(library -> products.put(library, library.binding().product(problem, arena)));
        List<Contender> contenders = new ArrayList<>();
        Product first = products.values().iterator().next();
        products.forEach((library, product) -> {
            library.threads().accept(threads);
            product.call().run();
            double distance = product.distance(first);
            if (!(distance < 1e-6 * shape.k())) {
                throw new IllegalStateException(library.name() + " is off by " + distance + " on " + shape);
            }
            contenders.add(new Contender(library.name(), () -> library.threads().accept(threads), product.call()));
        });
        return contenders;
    }
}
