package io.isotropy.nlp.hub;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where Maven's configuration is, if not in its usual places.
 *
 * @param userSettings like {@code mvn -s}; null: ~/.m2/settings.xml
 * @param globalSettings like {@code mvn -gs}; null: that of MAVEN_HOME
 * @param localRepository like {@code mvn -Dmaven.repo.local}; null: that property, the settings', or ~/.m2/repository
 */
public record MavenOptions(
        @Nullable Path userSettings, @Nullable Path globalSettings, @Nullable Path localRepository) {
    /** All in its usual place. */
    public static MavenOptions usual() {
        return new MavenOptions(null, null, null);
    }
}
