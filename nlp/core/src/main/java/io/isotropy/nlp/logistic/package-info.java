/** Logistic regression on vectors that do not change: what a model's vectors know of classes. */
@NullMarked
package io.isotropy.nlp.logistic;

import org.jspecify.annotations.NullMarked;
