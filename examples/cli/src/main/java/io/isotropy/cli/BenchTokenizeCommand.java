package io.isotropy.cli;

import io.isotropy.nlp.sentence.SentenceTokenizer;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.text.WordPieceTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Speed of a tokenizer. */
@Command(name = "tokenize", description = "A tokenizer in tokens/s, on English sentences.",
        footer = {"", "Example:", "  isotropy bench tokenize --json"})
final class BenchTokenizeCommand implements Callable<Integer> {

    /** Plain prose with what real text has: names, numbers, punctuation, a rare word, a little that is not ASCII. */
    private static final List<String> SENTENCES = List.of(
            "The committee will meet again on Thursday morning to discuss the budget for the coming year.",
            "She opened the window, looked down at the crowded street, and decided to stay at home.",
            "In 1969, about 600 million people watched the first landing of human beings on the moon.",
            "Photosynthesis converts light energy into chemical energy that is stored in carbohydrates.",
            "\"Are you sure,\" he asked, \"that the last train hasn't left yet?\"",
            "A café near the old harbour serves the best crème brûlée in town, or so the guidebook says.",
            "Prices rose by 3.2% in March, the largest monthly increase since the autumn of 2011.",
            "The river had frozen over during the night; children were skating on it before breakfast.",
            "Counterrevolutionary pamphlets were smuggled across the border in crates of mandarin oranges.",
            "If the temperature falls below zero, water in the pipes expands and may burst them.",
            "Two dogs are running along the beach while a man throws a yellow ball into the waves.",
            "Her thesis deals with the morphology of agglutinative languages such as Turkish and Finnish.",
            "The orchestra rehearsed the slow movement three times before the conductor was satisfied.",
            "Nobody knew who had written the letter, but everybody had an opinion about its author.",
            "Mix the flour with two eggs, add 250 ml of milk, and let the batter rest for half an hour.",
            "The new bridge shortens the way to work of some forty thousand commuters by ten minutes.");
    private static final int ROUNDS = 64;

    private final Streams streams;

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    BenchOptions options = new BenchOptions();

    @Option(names = "--threads", paramLabel = "N", description = "The most threads to measure with. Default: one per core.")
    @Nullable Integer threads;

    BenchTokenizeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        int all = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (all < 1) {
            throw new InputException("--threads must be at least 1, got " + all);
        }
        WordPieceTokenizer tokenizer = SentenceTokenizer.load(model.folder(streams, false)).tokenizer();
        long tokens = tokenize(tokenizer);
        BenchReport report = new BenchReport();
        for (int count : BenchReport.threads(all)) {
            try (ExecutorService pool = Executors.newFixedThreadPool(count)) {
                Measured measured = Measured.of(options.scale, () -> onAll(pool, count, tokenizer));
                report.add("tokenize", count, count * tokens / measured.medianSeconds(),
                        count * tokens / measured.bestSeconds(), "tokens/s");
            }
        }
        streams.print(report.text(options.json));
        return Failures.OK;
    }

    private static void onAll(ExecutorService pool, int threads, WordPieceTokenizer tokenizer) {
        List<Future<Long>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            parts.add(pool.submit(() -> tokenize(tokenizer)));
        }
        try {
            for (Future<Long> part : parts) {
                part.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long tokenize(WordPieceTokenizer tokenizer) {
        IntSink sink = new IntSink();
        long tokens = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String sentence : SENTENCES) {
                sink.clear();
                tokenizer.encodeTo(sentence, sink);
                tokens += sink.size();
            }
        }
        return tokens;
    }
}
