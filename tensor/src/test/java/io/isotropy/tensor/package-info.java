@NullMarked
package io.isotropy.tensor;

import org.jspecify.annotations.NullMarked;
