/**
 * Topic models (the article's §1.3): latent Dirichlet allocation by collapsed Gibbs sampling. Texts to distributions of topics, topics to
 * distributions of words.
 */
@NullMarked
package io.isotropy.nlp.topic;

import org.jspecify.annotations.NullMarked;
