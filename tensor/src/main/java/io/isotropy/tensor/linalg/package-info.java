/** Dense linear algebra in double precision for what is done once per model: decompositions of matrices of some hundred columns. */
@NullMarked
package io.isotropy.tensor.linalg;

import org.jspecify.annotations.NullMarked;
