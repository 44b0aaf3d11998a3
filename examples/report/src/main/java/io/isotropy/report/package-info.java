/** Reports as one HTML file each: text, tables and charts in SVG, without scripts and without anything from elsewhere. */
@NullMarked
package io.isotropy.report;

import org.jspecify.annotations.NullMarked;
