/** BERT encoders: Devlin et al. 2019. Configuration, weights under their published names, the forward pass on packed batches. */
@NullMarked
package io.isotropy.nlp.bert;

import org.jspecify.annotations.NullMarked;
