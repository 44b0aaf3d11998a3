/** The isotropy command. */
@NullMarked
package io.isotropy.cli;

import org.jspecify.annotations.NullMarked;
