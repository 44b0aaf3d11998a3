package io.isotropy.cli;

import io.isotropy.nlp.word.WordVectorFormat;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Word vectors from one form to another. */
@Command(name = "convert", description = "Writes word vectors in another form.",
        footer = {
            "", "The form of the new file goes by its name, unless --format says it: .bin for word2vec's binary form, .vec for its text",
            "form, a name with \"glove\" for GloVe's, which has no first line of sizes; .gz behind packs it. The form of the old",
            "file is seen from what it holds.",
            "", "Example:", "  isotropy convert glove.6B.100d.txt glove.6B.100d.bin"
        })
final class ConvertCommand implements Callable<Integer> {

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "IN", description = "A file of word vectors, or the folder of a model that has them.")
    String in = "";

    @Parameters(index = "1", paramLabel = "OUT", description = "The new file.")
    String out = "";

    @Option(names = "--format", paramLabel = "F", description = "word2vec (text), binary or glove. Default: by the name of OUT.")
    @Nullable String format;

    @Option(names = "--max-words", paramLabel = "N", defaultValue = "0", description = "Take only the first N words; 0 for all.")
    int most;

    @Option(names = {"-q", "--quiet"}, description = "Say nothing.")
    boolean quiet;

    ConvertCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        WordVectorFormat target = format();
        Path file = Arguments.path(out, "OUT");
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
            throw new InputException(out + (Files.isDirectory(file) ? " is a folder; name a file" : ": there is no such folder"));
        }
        Output.requireApart(file, in);
        if (most < 0) {
            throw new InputException("--max-words must be 0 or more, got " + most);
        }
        try (WordVectors vectors = WordOptions.read(Arguments.path(in, "IN"), most)) {
            OutputException.naming(out, () -> vectors.save(file, target));
            if (!quiet) {
                streams.err().printf(Locale.ROOT, "isotropy: %,d words with vectors of %d components in %s (%s)%n",
                        vectors.size(), vectors.dimension(), out, name(target));
            }
        }
        return Failures.OK;
    }

    private WordVectorFormat format() {
        String name = Path.of(out).getFileName() == null ? "" : Path.of(out).getFileName().toString().toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        String wanted = format != null ? format : plain.endsWith(".bin") ? "binary" : plain.contains("glove") ? "glove"
                : plain.endsWith(".vec") || plain.endsWith(".txt") ? "word2vec" : "";
        for (WordVectorFormat one : WordVectorFormat.values()) {
            if (name(one).equals(wanted)) {
                return one;
            }
        }
        throw new InputException(format != null ? "--format must be word2vec, binary or glove, got " + format
                : "the name " + out + " does not say a form; end it in .bin, .vec or .txt, or give --format word2vec, binary or glove");
    }

    private static String name(WordVectorFormat format) {
        return switch (format) {
            case WORD2VEC_TEXT -> "word2vec";
            case WORD2VEC_BINARY -> "binary";
            case GLOVE_TEXT -> "glove";
        };
    }
}
