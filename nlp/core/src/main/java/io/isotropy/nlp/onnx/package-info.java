/** Reads the weights of BERT encoders out of ONNX files, without an ONNX runtime. */
@NullMarked
package io.isotropy.nlp.onnx;

import org.jspecify.annotations.NullMarked;
