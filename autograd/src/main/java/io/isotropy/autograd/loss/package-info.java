/** What training minimizes. */
@NullMarked
package io.isotropy.autograd.loss;

import org.jspecify.annotations.NullMarked;
