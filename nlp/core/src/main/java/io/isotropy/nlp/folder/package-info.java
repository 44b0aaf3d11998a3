/** Folders of models of any kind. */
@NullMarked
package io.isotropy.nlp.folder;

import org.jspecify.annotations.NullMarked;
