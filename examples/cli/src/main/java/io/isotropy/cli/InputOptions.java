package io.isotropy.cli;

import java.io.IOException;
import picocli.CommandLine.Option;

/** Where texts come from and results go. */
final class InputOptions {

    @Option(names = "--input", paramLabel = "FILE", defaultValue = "-",
            description = "One text per line, UTF-8, also compressed by gzip; - is stdin, the default. An empty line is a text.")
    String input = "";

    @Option(names = "--input-format", paramLabel = "F", defaultValue = "lines",
            description = "lines (the default), or jsonl: an object {\"text\": …} per line.")
    TextInput.Format format = TextInput.Format.LINES;

    @Option(names = "--output", paramLabel = "FILE", defaultValue = "-",
            description = "Where the result goes; - is stdout, the default. A file appears whole or not at all.")
    String output = "";

    @Option(names = {"-q", "--quiet"}, description = "No progress and no summary on stderr.")
    boolean quiet;

    TextInput openInput(Streams streams) throws IOException {
        return TextInput.open(input, format, streams);
    }

    Output openOutput(boolean patched, Streams streams) throws IOException {
        return Output.open(output, patched, streams, input);
    }
}
