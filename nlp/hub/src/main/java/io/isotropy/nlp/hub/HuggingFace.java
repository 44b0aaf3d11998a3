package io.isotropy.nlp.hub;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fetches a model's files from a Hugging Face hub or a mirror that answers like one. */
final class HuggingFace {
    private static final int CHUNK = 1 << 16;
    private static final int MAX_REDIRECTS = 5;
    private static final int LONGEST_LIST = 1 << 24;

    private final HubSettings settings;
    private final URI endpoint;

    HuggingFace(HubSettings settings, String endpoint) {
        this.settings = settings;
        try {
            this.endpoint = URI.create(endpoint.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new HubException("The endpoint \"" + endpoint + "\" is not a URL such as https://host", e);
        }
        if (this.endpoint.getHost() == null || !Set.of("http", "https").contains(this.endpoint.getScheme())) {
            throw new HubException("The endpoint \"" + endpoint + "\" is not a URL such as https://host");
        }
    }

    /** What a hop's answer says about the whole file. */
    private record Promise(long size, @Nullable String sha256) {}

    private record Answer(InputStream body, long length, Promise promise) {}

    /** Fetches all needed files of a model into an empty folder. */
    void fetch(String id, Path folder) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            RemoteFiles files = RemoteFiles.of(id, list(client, id));
            Set<String> folders = new LinkedHashSet<>(Set.of(""));
            if (files.has("modules.json")) {
                download(client, id, "modules.json", folder);
                folders.addAll(moduleFolders(id, folder.resolve("modules.json")));
            }
            for (String name : files.needed(folders)) {
                if (!name.equals("modules.json")) {
                    download(client, id, name, folder);
                }
            }
        }
    }

    private static Set<String> moduleFolders(String id, Path modules) throws IOException {
        try {
            return Json.read(modules).asList().stream()
                    .map(module -> module.getString("path", ""))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (JsonException e) {
            throw new HubException("modules.json of " + id + " is not understood: " + e.getMessage(), e);
        }
    }

    private Json list(HttpClient client, String id) throws IOException {
        String url = "/api/models/" + path(id) + "/revision/" + encode(settings.revision());
        Answer answer = get(client, id, url);
        try (InputStream body = answer.body()) {
            byte[] text = body.readNBytes(LONGEST_LIST);
            return Json.parse(new String(text, StandardCharsets.UTF_8), endpoint + url);
        } catch (JsonException e) {
            throw new HubException(
                    "The endpoint's list of the files of " + id + " is not understood: " + e.getMessage(), e);
        }
    }

    private void download(HttpClient client, String id, String name, Path folder) throws IOException {
        Answer answer = get(client, id, "/" + path(id) + "/resolve/" + encode(settings.revision()) + "/" + path(name));
        Promise promise = answer.promise();
        long total = promise.size() >= 0 ? promise.size() : answer.length();
        Path target = folder.resolve(name);
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        MessageDigest digest = ModelJar.sha256();
        long done = 0;
        try (StallGuard body = new StallGuard(answer.body(), settings.timeout());
                OutputStream out = Files.newOutputStream(target)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = read(body, chunk, id, name); count >= 0; count = read(body, chunk, id, name)) {
                done += count;
                if (total >= 0 && done > total) {
                    break;
                }
                out.write(chunk, 0, count);
                digest.update(chunk, 0, count);
                settings.progress().update(Progress.Phase.DOWNLOAD, name, done, total);
            }
        }
        if (total >= 0 && done != total) {
            String came = (done < total ? done + " bytes" : "more bytes") + " came, ";
            throw broken(id, name, came + total + " were announced");
        }
        String got = HexFormat.of().formatHex(digest.digest());
        if (promise.sha256() != null && !promise.sha256().equals(got)) {
            throw broken(id, name, "its SHA-256 is " + got + ", " + promise.sha256() + " was announced");
        }
    }

    private int read(StallGuard body, byte[] chunk, String id, String name) {
        try {
            return body.read(chunk);
        } catch (IOException e) {
            throw broken(id, name, body.stalled() ? "nothing came for " + settings.timeout().toSeconds() + " s"
                    : HubException.reason(e));
        }
    }

    private HubException broken(String id, String name, String why) {
        return new HubException("The download of " + name + " of " + id + " from " + endpoint
                + " is incomplete or wrong: " + why + ". Nothing of it was kept; try again.");
    }

    /** Follows redirects by hand: the token must not reach another host, and promises count from the endpoint only. */
    private Answer get(HttpClient client, String id, String path) {
        URI uri = URI.create(endpoint + path);
        long size = -1;
        String sha256 = null;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            boolean home = sameOrigin(uri, endpoint);
            HttpResponse<InputStream> response = send(client, uri, home);
            if (home) {
                size = response.headers().firstValueAsLong("X-Linked-Size").orElse(size);
                sha256 = linkedSha256(response, sha256);
            }
            int status = response.statusCode();
            if (status == 200) {
                long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
                return new Answer(response.body(), length, new Promise(size, sha256));
            }
            close(response.body());
            String location = response.headers().firstValue("Location").orElse("");
            if (status / 100 != 3 || location.isEmpty()) {
                throw refused(id, uri, status, response.headers().firstValue("Retry-After").orElse(""));
            }
            URI next = resolve(uri, location);
            if ("https".equals(uri.getScheme()) && !"https".equals(next.getScheme())) {
                throw new HubException(uri + " redirects from https to " + next + ": refused");
            }
            uri = next;
        }
        throw new HubException(endpoint + path + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private HttpResponse<InputStream> send(HttpClient client, URI uri, boolean home) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).timeout(settings.timeout()).header("User-Agent", "isotropy");
            if (home && settings.token() != null) {
                request.header("Authorization", "Bearer " + settings.token());
            }
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new HubException("No answer from " + uri.getScheme() + "://" + uri.getAuthority() + ": "
                    + HubException.reason(e) + ". Check the endpoint and the network, or use offline mode.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("Interrupted while waiting for " + uri, e);
        } catch (IllegalArgumentException e) {
            throw new HubException(uri + " is not an address that can be asked: " + HubException.reason(e), e);
        }
    }

    private HubException refused(String id, URI uri, int status, String retryAfter) {
        String what = id + " at revision " + settings.revision();
        return new HubException(
                switch (status) {
                    case 401, 403 -> endpoint + " refuses access to " + what + " (" + status + "): "
                            + (settings.token() == null
                                    ? "set HF_TOKEN to a token that may read it, and check the spelling"
                                    : "the token may not read it, or the name is misspelt");
                    case 404 -> endpoint + " has no " + what + " (404 for " + uri.getPath() + "): check the spelling";
                    case 429 -> endpoint + " asks to slow down (429): try again "
                            + (retryAfter.matches("\\d+") ? "in " + retryAfter + " s" : "later");
                    default -> endpoint + " failed on " + what + " (" + status + " for " + uri.getPath() + ")"
                            + (status >= 500 ? ": try again later" : "");
                });
    }

    /** Large files have their SHA-256 as ETag; the hash of a small one is another, of 40 digits. */
    private static @Nullable String linkedSha256(HttpResponse<?> response, @Nullable String known) {
        String tag = response.headers()
                .firstValue("X-Linked-ETag")
                .or(() -> response.headers().firstValue("ETag"))
                .orElse("");
        String hash = tag.replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
        return hash.matches("[0-9a-f]{64}") ? hash : known;
    }

    private static URI resolve(URI uri, String location) {
        try {
            return uri.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException(uri + " redirects to what is no address: " + location, e);
        }
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme()) && one.getAuthority().equals(other.getAuthority());
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            return; // the answer is not wanted anyway
        }
    }

    private static String path(String name) {
        return Arrays.stream(name.split("/", -1)).map(HuggingFace::encode).collect(Collectors.joining("/"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
