/** What is done to finished sentence vectors to repair their space: whitening, and taking out the directions that all share. */
@NullMarked
package io.isotropy.nlp.repair;

import org.jspecify.annotations.NullMarked;
