/** Speed, measured with JMH and side by side with peers. */
@NullMarked
package io.isotropy.benchmarks;

import org.jspecify.annotations.NullMarked;
