package io.isotropy.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The compiled kernels: each file of PTX is loaded once, when its first kernel is called; the driver translates it for its GPU. */
final class Modules {

    private final Gpu gpu;
    private final Map<String, CUmodule> modules = new ConcurrentHashMap<>();
    private final Map<Kernel, CUfunction> functions = new ConcurrentHashMap<>();

    Modules(Gpu gpu) {
        this.gpu = gpu;
    }

    CUfunction function(Kernel kernel) {
        return functions.computeIfAbsent(kernel, this::find);
    }

    private CUfunction find(Kernel kernel) {
        gpu.enter();
        CUfunction function = new CUfunction();
        JCudaDriver.cuModuleGetFunction(function, modules.computeIfAbsent(kernel.file(), Modules::load), kernel.entry());
        return function;
    }

    private static CUmodule load(String file) {
        CUmodule module = new CUmodule();
        JCudaDriver.cuModuleLoadData(module, text(file) + "\0");
        return module;
    }

    /** The PTX of a file of kernels. */
    static String text(String file) {
        try (InputStream in = Modules.class.getResourceAsStream(file + ".ptx")) {
            if (in == null) {
                throw new IllegalStateException("the kernels " + file + ".ptx are missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
