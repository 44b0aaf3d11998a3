package io.isotropy.benchmarks.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * A native BLAS, called through the JDK's foreign functions on memory outside the heap: both libraries by the same
 * path, and nothing copied. The libraries come from the jars that Bytedeco publishes.
 */
final class Cblas {

    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;

    private final MethodHandle gemm;
    private final MethodHandle setThreads;
    private final String description;

    private Cblas(SymbolLookup library, String setThreads, String description) {
        this.gemm = function(
                library, "cblas_sgemm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS,
                JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT);
        this.setThreads = function(library, setThreads, JAVA_INT);
        this.description = description;
    }

    static Cblas openBlas() {
        SymbolLookup library =
                load("openblas", "libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
        return new Cblas(library, "openblas_set_num_threads", openBlasVersion(library));
    }

    static Cblas mkl() {
        SymbolLookup library = load("mkl", "libiomp5.so", "libmkl_core.so.2", "libmkl_rt.so.2");
        return new Cblas(library, "MKL_Set_Num_Threads", mklVersion(library));
    }

    /** Version and the kernels it chose for this processor, in the library's own words. */
    String description() {
        return description;
    }

    void setThreads(int threads) {
        try {
            setThreads.invokeExact(threads);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** C = A·B, row-major without gaps. */
    void gemm(int m, int n, int k, MemorySegment a, MemorySegment b, MemorySegment c) {
        try {
            gemm.invokeExact(
                    ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1f, a, k, b, n, 0f, c, n);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Unpacks the folder of a Bytedeco jar and loads these of its libraries, each before those that need it. */
    @SuppressWarnings("restricted") // native code is what we compare with
    private static SymbolLookup load(String jar, String... libraries) {
        String platform = "linux-x86_64";
        try {
            File[] folders = Loader.cacheResources("/org/bytedeco/" + jar + "/" + platform + "/");
            if (folders.length == 0) {
                throw new IllegalStateException("no " + jar + " for " + platform + " on the class path");
            }
            Path folder = folders[0].toPath();
            for (String library : libraries) {
                openGlobally(folder.resolve(library));
            }
            return SymbolLookup.libraryLookup(folder.resolve(libraries[libraries.length - 1]), Arena.global());
        } catch (IOException e) {
            throw new IllegalStateException("cannot unpack " + jar + ": " + e.getMessage(), e);
        }
    }

    /** Loads a library so that those loaded later find its symbols: MKL's parts link to nothing, and expect that. */
    @SuppressWarnings("restricted")
    private static void openGlobally(Path library) {
        int lazyAndGlobal = 0x101; // RTLD_LAZY | RTLD_GLOBAL
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("dlopen"),
                            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            MemorySegment handle = (MemorySegment)
                    open.invokeExact(arena.allocateFrom(library.toString()), lazyAndGlobal);
            if (handle.address() == 0) {
                throw new IllegalStateException("cannot load " + library);
            }
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @SuppressWarnings("restricted")
    private static String openBlasVersion(SymbolLookup library) {
        try {
            MethodHandle config = Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow("openblas_get_config"), FunctionDescriptor.of(ADDRESS));
            return string((MemorySegment) config.invokeExact());
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static String mklVersion(SymbolLookup library) {
        int length = 256;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(length);
            function(library, "MKL_Get_Version_String", ADDRESS, JAVA_INT).invokeExact(text, length);
            return text.getString(0).strip();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @SuppressWarnings("restricted") // a C string has no length
    private static String string(MemorySegment pointer) {
        return pointer.reinterpret(256).getString(0).strip();
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(SymbolLookup library, String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    private static IllegalStateException failed(Throwable e) {
        return new IllegalStateException("a call into the native library failed", e);
    }
}
