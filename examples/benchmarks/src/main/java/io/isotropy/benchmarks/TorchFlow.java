package io.isotropy.benchmarks;

import io.isotropy.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A Python process with flow.py, which trains the same flow in PyTorch, a step for each call. */
final class TorchFlow implements AutoCloseable {

    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;

    private TorchFlow(Process process) {
        this.process = process;
        this.questions = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it with the arguments of flow.py; data and parameters are to be sent then. */
    static TorchFlow start(int... arguments) throws IOException {
        List<String> command = Python.command("flow.py", Arrays.stream(arguments).mapToObj(Integer::toString).toList());
        return new TorchFlow(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    void send(Tensor values) {
        float[] floats = values.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        write(bytes.array());
    }

    /** Returns the loss. */
    double step() {
        write(new byte[] {'\n'});
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException(Python.MISSING);
            }
            return Double.parseDouble(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes) {
        try {
            questions.write(bytes);
            questions.flush();
        } catch (IOException e) {
            throw new IllegalStateException(Python.MISSING, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
