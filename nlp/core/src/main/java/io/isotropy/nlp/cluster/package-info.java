/** Vectors that lie together, and how far groups that were found agree with groups that people named. */
@NullMarked
package io.isotropy.nlp.cluster;

import org.jspecify.annotations.NullMarked;
