package io.isotropy.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PTX is that of its source, and has the kernels that Java calls. */
class KernelTest {

    private static final Path SOURCES = Path.of("src", "main", "cuda");
    private static final Path COMPILE = Path.of("compile");
    private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\w+)\\((.*?)\\)", Pattern.DOTALL);

    static List<String> files() {
        return Arrays.stream(Kernel.values()).map(Kernel::file).distinct().toList();
    }

    @Test
    void everySourceHasKernels() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            List<String> names = sources.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".cu"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .toList();
            assertThat(files()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void kernelsAndParametersAreThoseOfThePtx(String file) {
        Map<String, Integer> entries = new TreeMap<>();
        Matcher matcher = ENTRY.matcher(Modules.text(file));
        while (matcher.find()) {
            entries.put(matcher.group(1), matcher.group(2).split("\\.param", -1).length - 1);
        }
        Map<String, Integer> kernels = Arrays.stream(Kernel.values())
                .filter(kernel -> kernel.file().equals(file))
                .collect(Collectors.toMap(Kernel::entry, Kernel::parameters, Integer::sum, TreeMap::new));
        assertThat(entries).isEqualTo(kernels);
    }

    @ParameterizedTest
    @MethodSource("files")
    void ptxIsOfItsSource(String file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> headers = Files.list(SOURCES)) {
            for (Path header : headers.filter(path -> path.toString().endsWith(".cuh")).sorted().toList()) {
                digest.update(Files.readAllBytes(header));
            }
        }
        digest.update(Files.readAllBytes(SOURCES.resolve(file + ".cu")));
        Matcher flags = Pattern.compile("(?m)^flags=\\((.*)\\)$").matcher(Files.readString(COMPILE));
        assertThat(flags.find()).isTrue();
        digest.update(flags.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(SOURCES.resolve(file + ".ptx")))
                .as("%s.ptx must be compiled anew: kernels/cuda/compile", file)
                .startsWith("// sha256 " + HexFormat.of().formatHex(digest.digest()) + "\n");
    }

    /** PTX 7.8 is of CUDA 11.8; that of Hopper's own instructions, 8.0, of CUDA 12.0, the oldest driver that the backend takes. */
    @ParameterizedTest
    @MethodSource("files")
    void ptxIsForOldDriversAndGpus(String file) {
        if (file.endsWith("hopper")) {
            assertThat(Modules.text(file)).contains("\n.version 8.0\n", "\n.target sm_90a\n");
        } else {
            assertThat(Modules.text(file)).contains("\n.version 7.8\n", "\n.target sm_80\n");
        }
    }

    @Tag("slow")
    @Test
    void nvccGivesTheSamePtx(@TempDir Path folder) throws IOException, InterruptedException {
        Path nvcc = Path.of(System.getenv().getOrDefault("NVCC", "/usr/local/cuda/bin/nvcc"));
        assumeTrue(Files.isExecutable(nvcc), "there is no nvcc at " + nvcc);
        String version = new String(
                new ProcessBuilder(nvcc.toString(), "--version").start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher used = Pattern.compile("// nvcc (.*)").matcher(Modules.text("pooling"));
        assertThat(used.find()).isTrue();
        assumeTrue(version.contains("V" + used.group(1)), "the PTX is of nvcc " + used.group(1) + ", here is " + version);
        ProcessBuilder compile = new ProcessBuilder(COMPILE.toAbsolutePath().toString());
        compile.environment().put("PTX_FOLDER", folder.toString());
        assertThat(compile.inheritIO().start().waitFor()).isZero();
        for (String file : files()) {
            assertThat(folder.resolve(file + ".ptx")).hasSameTextualContentAs(SOURCES.resolve(file + ".ptx"));
        }
    }
}
