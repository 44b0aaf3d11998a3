package io.isotropy.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The commonest forms of {@code isotropy embed}, read without picocli, whose reflection takes 0.13 s of 0.68 from start to first
 * vector (docs/decisions/class-archive.md). Whatever is not plainly right goes to picocli, which also words the complaints.
 */
final class PlainEmbed {

    private PlainEmbed() {}

    /** The command with its options set; null where picocli must look. */
    static @Nullable EmbedCommand parse(Streams streams, String... args) {
        if (args.length == 0 || !args[0].equals("embed")) {
            return null;
        }
        EmbedCommand command = new EmbedCommand(streams);
        command.encoder.model.models = List.of("all-MiniLM-L6-v2");
        command.files.input = "-";
        command.files.output = "-";
        int seen = 0;
        for (int i = 1; i < args.length; i++) {
            String option = args[i];
            int bit = bit(option);
            if (bit == 0 || (seen & bit) != 0) {
                return null; // unknown, or given twice
            }
            seen |= bit;
            if (bit < VALUED) {
                command.files.quiet |= option.equals("--quiet");
                command.encoder.model.fetch.offline |= option.equals("--offline");
            } else if (++i == args.length || !set(command, option, args[i])) {
                return null;
            }
        }
        return command;
    }

    /** Options from this bit on take a value. */
    private static final int VALUED = 4;

    private static int bit(String option) {
        return switch (option) {
            case "--quiet" -> 1;
            case "--offline" -> 2;
            case "--input" -> VALUED;
            case "--output" -> VALUED << 1;
            case "--model" -> VALUED << 2;
            case "--format" -> VALUED << 3;
            default -> 0;
        };
    }

    private static boolean set(EmbedCommand command, String option, String value) {
        // picocli has rules of its own for quotes, for a value that looks like an option, and for @files.
        boolean dashed = value.startsWith("-") && value.length() > 1;
        if (value.isEmpty() || dashed || "'@".indexOf(value.charAt(0)) >= 0 || value.indexOf('"') >= 0) {
            return false;
        }
        switch (option) {
            case "--input" -> command.files.input = value;
            case "--output" -> command.files.output = value;
            case "--model" -> command.encoder.model.models = List.of(value);
            default -> {
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "jsonl" -> command.format = VectorWriter.Format.JSONL;
                    case "npy" -> command.format = VectorWriter.Format.NPY;
                    case "tsv" -> command.format = VectorWriter.Format.TSV;
                    default -> {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Runs it, with the exit codes and complaints of the command. */
    static int run(Streams streams, EmbedCommand command) {
        try {
            return command.call();
        } catch (Exception e) {
            return new Failures(streams).handle("isotropy embed", e);
        }
    }
}
