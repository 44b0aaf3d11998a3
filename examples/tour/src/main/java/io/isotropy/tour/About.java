package io.isotropy.tour;

import java.util.List;

/**
 * What a section is.
 *
 * @param id the word that starts it alone
 * @param title its heading
 * @param story what it is about, and what to look for: a few sentences
 * @param needs the sections whose models it builds on
 */
public record About(String id, String title, String story, List<String> needs) {

    /** One that builds on none. */
    public About(String id, String title, String story) {
        this(id, title, story, List.of());
    }
}
