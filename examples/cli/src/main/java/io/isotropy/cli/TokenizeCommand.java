package io.isotropy.cli;

import io.isotropy.nlp.sentence.SentenceTokenizer;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Texts to token ids. */
@Command(name = "tokenize", description = "Shows the tokens of texts as the model sees them, cut and with special tokens.",
        footer = {"", "Example:", "  echo \"A man is playing a guitar.\" | isotropy tokenize --model bge-small-en-v1.5"})
final class TokenizeCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    InputOptions files = new InputOptions();

    @Option(names = "--max-length", paramLabel = "N",
            description = "Cut texts at N tokens, [CLS] and [SEP] included. Default: the model's own.")
    @Nullable Integer maxLength;

    TokenizeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try (TextInput input = files.openInput(streams);
                Output output = files.openOutput(false, streams)) {
            SentenceTokenizer tokenizer = cut(SentenceTokenizer.load(model.folder(streams, files.quiet)));
            Utf8Text row = new Utf8Text();
            for (String text = input.next(); text != null; text = input.next()) {
                int[] ids = tokenizer.ids(text);
                row.ascii("{\"ids\":[");
                for (int i = 0; i < ids.length; i++) {
                    row.ascii(i == 0 ? "" : ",").number(ids[i]);
                }
                row.ascii("],\"tokens\":[");
                for (int i = 0; i < ids.length; i++) {
                    row.ascii(i == 0 ? "" : ",").json(tokenizer.tokenizer().token(ids[i]));
                }
                row.ascii("]}\n").writeTo(output.stream());
            }
            output.commit();
        }
        return Failures.OK;
    }

    private SentenceTokenizer cut(SentenceTokenizer tokenizer) {
        try {
            return maxLength == null ? tokenizer : tokenizer.withMaxLength(maxLength);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--max-length", e);
        }
    }
}
