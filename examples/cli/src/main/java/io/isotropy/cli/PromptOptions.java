package io.isotropy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an encoder reads before queries and before the texts that answer them. */
final class PromptOptions {

    @Option(names = "--query-prefix", paramLabel = "TEXT", description = "Put before every query. Default: the model's own prompt, or --prefix.")
    @Nullable String query;

    @Option(names = "--document-prefix", paramLabel = "TEXT",
            description = "Put before every document. Default: the model's own prompt, or --prefix.")
    @Nullable String document;

    /** The query's, or else that for every text, which wins over the model's own. */
    @Nullable String query(@Nullable String every) {
        return query == null ? every : query;
    }

    /** The document's, likewise. */
    @Nullable String document(@Nullable String every) {
        return document == null ? every : document;
    }
}
