/** The peers: OpenBLAS, MKL, ONNX Runtime, Hugging Face's tokenizers. Built by the Maven profile {@code peers} only. */
@NullMarked
package io.isotropy.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
