package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.DataFolder;
import io.isotropy.nlp.word.WordVectorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All that there is data for. */
@Command(name = "all", description = "Runs every task for which a folder holds data: sts, transfer, nli, retrieval, cluster, words.",
        footer = {
            "", "Data are told by what is in them: years of SemEval (STS.input.*.txt), BEIR's folders, and .tsv or .txt files of scored pairs,",
            "labelled texts and labelled pairs. Of train, dev and test the test is judged, after learning from the training where that",
            "is needed. Labelled texts without a test are clustered, too. Words go to models of word vectors.", ComparisonOptions.FOOTER,
            "", "Example:", "  isotropy eval all --model all-MiniLM-L6-v2 --model bge-small-en-v1.5 --output results data"
        })
final class EvalAllCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ComparisonOptions comparison = new ComparisonOptions();

    @Mixin
    ValidationOptions validation = new ValidationOptions();

    @Mixin
    PromptOptions prompts = new PromptOptions();

    @Option(names = "--coarse", description = "Take labels up to their first colon: the 6 classes of TREC rather than its 50.")
    boolean coarse;

    @Option(names = "--starts", paramLabel = "N", defaultValue = "5", description = "Runs of k-means. Default: ${DEFAULT-VALUE}.")
    int starts;

    @Parameters(paramLabel = "DIR", description = "The folder of data.")
    String folder = "";

    EvalAllCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Path path = Arguments.path(folder, "DIR");
        if (!Files.isDirectory(path)) {
            throw new InputException(folder + " is no folder; give one with data, or use the command of one task");
        }
        if (starts < 1) {
            throw new InputException("--starts must be 1 or more, got " + starts);
        }
        String every = comparison.encoder.reading.prefix;
        DataFolder data = DataFolder.read(path, new DataFolder.Settings(
                validation.of(comparison.seed), coarse, starts, comparison.seed, prompts.query(every), prompts.document(every)));
        if (data.tasks().isEmpty() && data.words().isEmpty()) {
            throw new InputException(folder + " holds no data that is known; isotropy eval all --help says which are");
        }
        if (!data.tasks().isEmpty()) {
            comparison.run(streams, data.tasks());
        }
        if (!data.words().isEmpty() && !comparison.json) {
            words(data.words());
        }
        return Failures.OK;
    }

    private void words(List<Path> files) throws IOException {
        List<EmbeddingModel> models = comparison.load(streams);
        try {
            for (EmbeddingModel model : models) {
                if (model instanceof WordVectorModel words) {
                    streams.print("\n" + model.name() + "\n" + EvalWordsCommand.table(words.vectors(), files));
                }
            }
        } finally {
            models.forEach(EmbeddingModel::close);
        }
    }
}
