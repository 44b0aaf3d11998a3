package io.isotropy.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.isotropy.benchmarks.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * all-MiniLM-L6-v2 on ONNX Runtime: padded to the longest text, all graph optimizations, mean pooling and normalization
 * here.
 */
final class OrtEncoder implements Encoder, AutoCloseable {

    private static final String MODEL = "/all-minilm-l6-v2.onnx";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    private OrtEncoder(OrtSession session) {
        this.session = session;
    }

    static OrtEncoder create(int threads) {
        try (SessionOptions options = new SessionOptions();
                InputStream model = OrtEncoder.class.getResourceAsStream(MODEL)) {
            if (model == null) {
                throw new IllegalStateException("no " + MODEL + " on the class path");
            }
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            return new OrtEncoder(OrtEnvironment.getEnvironment().createSession(model.readAllBytes(), options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[][] encode(int[][] ids) {
        int longest = 0;
        for (int[] row : ids) {
            longest = Math.max(longest, row.length);
        }
        LongBuffer tokens = longs(ids.length * longest);
        LongBuffer mask = longs(ids.length * longest);
        for (int i = 0; i < ids.length; i++) {
            for (int j = 0; j < ids[i].length; j++) {
                tokens.put(i * longest + j, ids[i][j]);
                mask.put(i * longest + j, 1);
            }
        }
        long[] shape = {ids.length, longest};
        try (OnnxTensor tokenTensor = OnnxTensor.createTensor(environment, tokens, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, longs(ids.length * longest), shape);
                OrtSession.Result result = session.run(Map.of(
                        "input_ids", tokenTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            return pool(((OnnxTensor) result.get(0)).getFloatBuffer(), ids, longest);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Means over the real tokens, to unit length. states: (texts, longest, D). */
    private static float[][] pool(FloatBuffer states, int[][] ids, int longest) {
        int width = states.remaining() / (ids.length * longest);
        float[][] vectors = new float[ids.length][width];
        float[] state = new float[width];
        for (int i = 0; i < ids.length; i++) {
            float[] vector = vectors[i];
            for (int j = 0; j < ids[i].length; j++) {
                states.get((i * longest + j) * width, state);
                for (int d = 0; d < width; d++) {
                    vector[d] += state[d];
                }
            }
            double square = 0;
            for (float value : vector) {
                square += (double) value * value;
            }
            float scale = (float) (1 / Math.sqrt(square));
            for (int d = 0; d < width; d++) {
                vector[d] *= scale;
            }
        }
        return vectors;
    }

    private static LongBuffer longs(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    }
}
