package io.isotropy.cli;

import io.isotropy.nlp.eval.RetrievalData;
import io.isotropy.nlp.eval.RetrievalTask;
import io.isotropy.nlp.eval.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Texts that answer queries. */
@Command(name = "retrieval", description = "Measures how well the texts that answer a query are found: nDCG@10, MRR@10, recall, MAP.",
        footer = {
            "", "A folder has BEIR's files: corpus.jsonl and queries.jsonl with _id, title and text, and qrels.tsv or qrels/test.tsv.",
            "Dense vectors are compared by their cosine, BM25 and other models of terms by the inner product.", ComparisonOptions.FOOTER,
            "", "Examples:", "  isotropy eval retrieval --model all-MiniLM-L6-v2 --model bge-small-en-v1.5 cranfield",
            "  isotropy eval retrieval --model e5-small-v2 --query-prefix \"query: \" --document-prefix \"passage: \" cranfield"
        })
final class EvalRetrievalCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ComparisonOptions comparison = new ComparisonOptions();

    @Mixin
    PromptOptions prompts = new PromptOptions();

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of documents, queries and judgements.")
    List<String> folders = List.of();

    EvalRetrievalCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<Task> tasks = new ArrayList<>();
        for (String folder : folders) {
            Path path = Arguments.path(folder, "DIR");
            if (!Files.isDirectory(path)) {
                throw new InputException(folder + " is no folder; give one with corpus.jsonl, queries.jsonl and qrels.tsv");
            }
            String every = comparison.encoder.reading.prefix;
            tasks.add(new RetrievalTask(RetrievalData.read(path), prompts.query(every), prompts.document(every)));
        }
        comparison.run(streams, tasks);
        return Failures.OK;
    }
}
