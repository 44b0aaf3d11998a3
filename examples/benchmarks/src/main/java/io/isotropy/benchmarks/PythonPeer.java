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

/** A Python process that takes data first and then does its work once for each question; it sleeps else. */
final class PythonPeer implements AutoCloseable {

    private final String needed;
    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;

    private PythonPeer(String needed, Process process) {
        this.needed = needed;
        this.process = process;
        this.questions = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts one; what its program expects is to be sent then.
     *
     * @param needed the package that Python must have
     */
    static PythonPeer start(String program, String needed, int... arguments) throws IOException {
        List<String> command = Python.command(program, Arrays.stream(arguments).mapToObj(Integer::toString).toList());
        return new PythonPeer(needed, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    void send(Tensor values) {
        float[] floats = values.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        write(bytes.array());
    }

    /** Asks for the work once more. Returns the number that the process answers with. */
    double ask() {
        write(new byte[] {'\n'});
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException(Python.missing(needed));
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
            throw new IllegalStateException(Python.missing(needed), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
