package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.FillMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Masked tokens to guesses. */
@Command(name = "fill-mask", description = "Guesses the words that stand for [MASK], by a model with a head for masked tokens.",
        footer = {
            "", "Without TEXT, texts are read from --input. Several masks of a text are guessed one by one, the others masked.",
            "", "Example:", "  isotropy fill-mask --model my-bert \"the capital of france is [MASK].\""
        })
final class FillMaskCommand implements Callable<Integer> {

    private final Streams streams;

    @Option(names = "--model", paramLabel = "M", required = true, description = "A folder of train mlm or of BertForMaskedLM, or an id org/name of one.")
    String model = "";

    @Mixin
    FetchOptions fetch = new FetchOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Mixin
    InputOptions files = new InputOptions();

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts with [MASK].")
    List<String> texts = new ArrayList<>();

    @Option(names = {"--top", "--top-k"}, paramLabel = "N", defaultValue = "5", description = "Guesses per mask. Default: ${DEFAULT-VALUE}.")
    int count;

    @Option(names = "--json", description = "One line of JSON per text: {\"text\": …, \"masks\": [[{\"score\": …, \"token_str\": …}, …], …]}.")
    boolean json;

    FillMaskCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (count < 1) {
            throw new InputException("--top must be 1 or more, got " + count);
        }
        threads.apply();
        try (Output output = files.openOutput(false, streams)) {
            FillMask fill = FillMask.load(fetch.folder(model, streams, files.quiet), Backends.preferred());
            if (texts.isEmpty()) {
                try (TextInput input = files.openInput(streams)) {
                    for (String text = input.next(); text != null; text = input.next()) {
                        write(fill, text, output);
                    }
                }
            } else {
                for (String text : texts) {
                    write(fill, text, output);
                }
            }
            output.commit();
        }
        return Failures.OK;
    }

    private void write(FillMask fill, String text, Output output) throws IOException {
        List<List<FillMask.Guess>> masks;
        try {
            masks = fill.fill(text, count);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("\"" + text + "\"", e);
        }
        if (json) {
            row(text, masks).writeTo(output.stream());
        } else {
            output.stream().write(table(masks).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Members as in the fill-mask pipeline of transformers. */
    private static Utf8Text row(String text, List<List<FillMask.Guess>> masks) {
        Utf8Text row = new Utf8Text().ascii("{\"text\":").json(text).ascii(",\"masks\":[");
        for (int m = 0; m < masks.size(); m++) {
            row.ascii(m == 0 ? "[" : ",[");
            for (int i = 0; i < masks.get(m).size(); i++) {
                FillMask.Guess guess = masks.get(m).get(i);
                row.ascii(i == 0 ? "{\"score\":" : ",{\"score\":").json((float) guess.probability());
                row.ascii(",\"token\":").number(guess.id()).ascii(",\"token_str\":").json(guess.token());
                row.ascii(",\"sequence\":").json(guess.text()).ascii('}');
            }
            row.ascii(']');
        }
        return row.ascii("]}\n");
    }

    private static String table(List<List<FillMask.Guess>> masks) {
        Table table = new Table();
        table.row("TOKEN", "PROBABILITY", "TEXT");
        for (List<FillMask.Guess> guesses : masks) {
            for (FillMask.Guess guess : guesses) {
                table.row(guess.token(), String.format(Locale.ROOT, "%.4f", guess.probability()), guess.text());
            }
        }
        return table.toString();
    }
}
