package io.isotropy.nlp.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How models are looked for.
 *
 * @param cache where models are kept: {@code cache/models/<name>}
 * @param offline whether the network must not be touched
 * @param endpoint of a Hugging Face hub or a mirror of one, {@code https://host}; null: none is asked
 * @param token sent to the endpoint, and to no other host
 * @param revision of models from the endpoint: a branch, a tag or a commit
 * @param timeout for connecting, and for silence in the middle of a download
 */
public record HubSettings(
        Path cache,
        boolean offline,
        @Nullable String endpoint,
        @Nullable String token,
        String revision,
        Duration timeout,
        MavenOptions maven,
        Progress progress) {

    /**
     * The settings of the environment: ISOTROPY_CACHE, else XDG_CACHE_HOME/isotropy, else ~/.cache/isotropy;
     * ISOTROPY_OFFLINE=1; HF_ENDPOINT and HF_TOKEN.
     */
    public static HubSettings fromEnvironment() {
        return of(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    static HubSettings of(Map<String, String> environment, Path home) {
        return new HubSettings(
                cache(environment, home),
                !"0".equals(Objects.requireNonNullElse(set(environment, "ISOTROPY_OFFLINE"), "0")),
                set(environment, "HF_ENDPOINT"),
                set(environment, "HF_TOKEN"),
                "main",
                Duration.ofSeconds(30),
                MavenOptions.usual(),
                Progress.none());
    }

    private static Path cache(Map<String, String> environment, Path home) {
        String own = set(environment, "ISOTROPY_CACHE");
        if (own != null) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = set(environment, "XDG_CACHE_HOME");
        // The XDG specification wants relative paths there to be ignored.
        boolean usable = shared != null && Path.of(shared).isAbsolute();
        return (usable && shared != null ? Path.of(shared) : home.resolve(".cache")).resolve("isotropy");
    }

    private static @Nullable String set(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    public HubSettings withCache(Path folder) {
        return new HubSettings(folder, offline, endpoint, token, revision, timeout, maven, progress);
    }

    public HubSettings withOffline(boolean flag) {
        return new HubSettings(cache, flag, endpoint, token, revision, timeout, maven, progress);
    }

    public HubSettings withEndpoint(@Nullable String url) {
        return new HubSettings(cache, offline, url, token, revision, timeout, maven, progress);
    }

    public HubSettings withToken(@Nullable String secret) {
        return new HubSettings(cache, offline, endpoint, secret, revision, timeout, maven, progress);
    }

    public HubSettings withRevision(String name) {
        return new HubSettings(cache, offline, endpoint, token, name, timeout, maven, progress);
    }

    public HubSettings withTimeout(Duration duration) {
        return new HubSettings(cache, offline, endpoint, token, revision, duration, maven, progress);
    }

    public HubSettings withMaven(MavenOptions options) {
        return new HubSettings(cache, offline, endpoint, token, revision, timeout, options, progress);
    }

    public HubSettings withProgress(Progress listener) {
        return new HubSettings(cache, offline, endpoint, token, revision, timeout, maven, listener);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "HubSettings[cache=" + cache + ", offline=" + offline + ", endpoint=" + endpoint + ", token="
                + (token == null ? "none" : "set") + ", revision=" + revision + ", timeout=" + timeout + "]";
    }
}
