package io.isotropy.nlp.onnx;

import java.io.IOException;

/** A file that is no ONNX model, is cut short, or holds no BERT encoder. The message names the file. */
public final class OnnxException extends IOException {
    private static final long serialVersionUID = 1L;

    OnnxException(String message) {
        super(message);
    }
}
