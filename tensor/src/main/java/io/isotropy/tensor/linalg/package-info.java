/**
 * Dense linear algebra in double precision for what is done once per model: decompositions of matrices of some hundred columns. What is computed is a
 * function of the input alone; elements that are NaN or infinite are refused.
 */
@NullMarked
package io.isotropy.tensor.linalg;

import org.jspecify.annotations.NullMarked;
