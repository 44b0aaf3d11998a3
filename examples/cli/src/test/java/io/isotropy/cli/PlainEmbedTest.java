package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The quick way reads what picocli reads, and leaves alone what it does not understand. */
class PlainEmbedTest {

    private static final Streams STREAMS = new Streams(
            new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(), new PrintStream(OutputStream.nullOutputStream()),
            false, Map.of());

    private static List<Object> options(EmbedCommand command) {
        return List.of(
                String.valueOf(command.format), command.files.input, command.files.output, command.files.format, command.files.quiet,
                command.encoder.model.models, command.encoder.model.fetch.offline,
                String.valueOf(command.encoder.model.fetch.cache), String.valueOf(command.encoder.threads.threads),
                String.valueOf(command.encoder.reading.prefix), String.valueOf(command.encoder.reading.pooling),
                String.valueOf(command.encoder.dimension), String.valueOf(command.encoder.normalize),
                String.valueOf(command.encoder.reading.maxLength));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "embed", "embed --quiet", "embed --offline --input a.txt", "embed --input - --output -", "embed --format NPY --output b.npy",
        "embed --format tsv --model org/name --quiet --offline --input a --output b", "embed --input it's --model a=b"
    })
    void readsWhatPicocliReads(String line) {
        String[] args = line.split(" ");
        EmbedCommand plain = Objects.requireNonNull(PlainEmbed.parse(STREAMS, args), line);
        CommandLine commands = Isotropy.commands(STREAMS, "embed");
        CommandLine.ParseResult result = commands.parseArgs(args);
        EmbedCommand parsed = (EmbedCommand) result.subcommand().commandSpec().userObject();
        assertThat(options(plain)).isEqualTo(options(parsed));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "similarity a b", "embed --help", "embed text", "embed --quiet --quiet", "embed --input", "embed --input --quiet", "embed --input=a",
        "embed --input @file", "embed --input 'a'", "embed --input \"a\"", "embed --format xml", "embed --threads 2", "embed --prefix q",
        "embed @file", "embed -- a"
    })
    void leavesTheRestToPicocli(String line) {
        assertThat(PlainEmbed.parse(STREAMS, line.split(" "))).isNull();
    }
}
