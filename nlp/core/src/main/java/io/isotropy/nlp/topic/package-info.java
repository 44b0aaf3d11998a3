/**
 * Topic models (the article's §1.3): probabilistic latent semantic analysis, and latent Dirichlet allocation by collapsed Gibbs sampling
 * and by online variational Bayes. Texts to distributions of topics, topics to distributions of words.
 */
@NullMarked
package io.isotropy.nlp.topic;

import org.jspecify.annotations.NullMarked;
