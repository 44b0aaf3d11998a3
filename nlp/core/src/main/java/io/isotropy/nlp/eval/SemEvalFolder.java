package io.isotropy.nlp.eval;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A year of SemEval's Semantic Textual Similarity, 2012 to 2016, as the organizers and SentEval lay it out: a file {@code STS.input.X.txt} with two
 * sentences a line between tabs, and {@code STS.gs.X.txt} with a score on the same line, for each source X of sentences. Where a score is blank, as
 * in 2016, the organizers did not take the pair. {@code ALL} repeats the others, and 2013's {@code SMT} may not be passed on, so that papers leave
 * it out: both are skipped.
 */
public final class SemEvalFolder {

    private static final String INPUT = "STS.input.";
    private static final String GOLD = "STS.gs.";
    private static final String END = ".txt";
    private static final List<String> SKIPPED = List.of("ALL", "SMT");

    private SemEvalFolder() {}

    /** Whether a folder has such files. */
    public static boolean isOne(Path folder) throws IOException {
        return Files.isDirectory(folder) && !inputs(folder).isEmpty();
    }

    private static List<Path> inputs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).startsWith(INPUT) && name(file).endsWith(END) && !SKIPPED.contains(source(file)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String source(Path input) {
        return name(input).substring(INPUT.length(), name(input).length() - END.length());
    }

    /**
     * Reads all files, each under the name of its source.
     *
     * @throws IOException if one cannot be read or lacks its scores; the message names it
     */
    public static List<StsFile> read(Path folder) throws IOException {
        List<StsFile> read = new ArrayList<>();
        for (Path input : inputs(folder)) {
            Path gold = folder.resolve(GOLD + source(input) + END);
            if (!Files.exists(gold)) {
                throw new TextFileException(input.toString(), "has no file of scores beside it; put " + gold.getFileName() + " there");
            }
            read.add(read(source(input), input, gold));
        }
        return read;
    }

    private static StsFile read(String source, Path input, Path gold) throws IOException {
        List<StsFile.Pair> pairs = new ArrayList<>();
        int blank = 0;
        try (Utf8Lines texts = Utf8Lines.open(input);
                Utf8Lines scores = Utf8Lines.open(gold)) {
            for (String text = texts.next(); text != null; text = texts.next()) {
                String score = scores.next();
                if (score == null) {
                    throw scores.error("has no more scores, but " + input.getFileName() + " has a further pair on line " + texts.line());
                }
                String[] fields = text.split("\t", -1);
                if (fields.length < 2) {
                    throw texts.error("two sentences are expected between tabs, got 1 field");
                }
                if (score.isBlank()) {
                    blank++;
                } else {
                    pairs.add(new StsFile.Pair(StsFile.score(score, scores), fields[0], fields[1]));
                }
            }
            for (String rest = scores.next(); rest != null; rest = scores.next()) {
                if (!rest.isBlank()) {
                    throw scores.error("is a score for which " + input.getFileName() + " has no pair");
                }
            }
        }
        return new StsFile(source, List.copyOf(pairs), blank);
    }
}
