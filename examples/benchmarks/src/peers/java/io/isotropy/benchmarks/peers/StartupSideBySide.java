package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.FirstVectorIsotropy;
import io.isotropy.benchmarks.IsotropyEncoder;
import io.isotropy.benchmarks.Launch;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide.Timing;
import io.isotropy.benchmarks.SideBySide.Turn;
import io.isotropy.benchmarks.Vectors;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the start of a process to its first vector, and the peak of its memory. The processes run alternately. */
final class StartupSideBySide {

    private StartupSideBySide() {}

    public static void main(String[] args) {
        int rounds = Arguments.parse(args, "rounds").number("rounds", 7);
        String folder = IsotropyEncoder.folder().toString();
        List<String> vector = List.of("--add-modules=jdk.incubator.vector");
        List<String> nativeAccess = List.of("--enable-native-access=ALL-UNNAMED");
        String ours = classPath(StartupSideBySide::isOurs);
        String peers = classPath(jar -> !isOurs(jar));
        List<Launch> launches = List.of(
                Launch.of("Isotropy", vector, ours, FirstVectorIsotropy.class, folder),
                Launch.of("DJL + ONNX Runtime", nativeAccess, peers, FirstVectorOrt.class),
                Launch.of("LangChain4j", nativeAccess, peers, FirstVectorLangchain4j.class));
        List<List<Launch.Run>> runs = new ArrayList<>();
        launches.forEach(launch -> runs.add(new ArrayList<>()));
        launches.forEach(Launch::run); // the files come from the page cache from here on
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < launches.size(); i++) {
                runs.get(i).add(launches.get(i).run());
            }
        }
        print(launches, runs);
    }

    private static void print(List<Launch> launches, List<List<Launch.Run>> runs) {
        System.out.println("| process | to the first vector | best | ratio | peak memory |");
        System.out.println("|---|---:|---:|---:|---:|");
        Timing first = timing(launches.getFirst(), runs.getFirst());
        float[][] expected = {runs.getFirst().getFirst().vector()};
        for (int i = 0; i < launches.size(); i++) {
            List<Launch.Run> own = runs.get(i);
            Timing timing = timing(launches.get(i), own);
            float[][] actual = {own.getFirst().vector()};
            Vectors.requireSame(first.name() + " and " + timing.name(), expected, actual, 2e-4);
            long peak = own.stream().mapToLong(Launch.Run::peakKilobytes).sorted().toArray()[own.size() / 2];
            System.out.println("| " + timing.name() + " | " + RatioTable.time(timing.median()) + " | "
                    + RatioTable.time(timing.best()) + " | " + RatioTable.ratio(timing.ratioTo(first)) + " | "
                    + peak / 1024 + " MiB |");
        }
    }

    private static Timing timing(Launch launch, List<Launch.Run> runs) {
        return new Timing(
                launch.name(), runs.stream().map(run -> new Turn(run.seconds(), run.seconds())).toList());
    }

    /** Our modules, and what they need to embed from a folder. */
    private static boolean isOurs(String jar) {
        return Stream.of("isotropy-", "jackson-core-3.", "protobuf-java-").anyMatch(jar::startsWith);
    }

    /**
     * The benchmarks and those jars of this process's class path that a contender needs; a JVM opens every jar before
     * the one that has a class.
     */
    private static String classPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith("classes") || wanted.test(new File(entry).getName()))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
