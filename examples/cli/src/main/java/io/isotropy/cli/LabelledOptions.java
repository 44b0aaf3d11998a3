package io.isotropy.cli;

import io.isotropy.nlp.data.ColumnChoice;
import io.isotropy.nlp.fasttext.LabelledTexts;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How labels and texts are read. */
final class LabelledOptions {

    /** What the files are, for descriptions. */
    static final String FILES = "Texts with labels: lines with __label__X in them, or a .tsv or .jsonl with columns label and text; also with .gz.";

    @Option(names = "--no-header", description = "Files are fields between tabs without a header, whatever they are called.")
    boolean noHeader;

    @Option(names = "--columns", paramLabel = "C,…", split = ",",
            description = "Where label and text are: names, or numbers from 1. Default: the usual names or, without a header, 1,2.")
    List<String> columns = List.of();

    LabelledTexts of(List<String> files, String option) {
        ColumnChoice choice;
        try {
            choice = new ColumnChoice(!noHeader, columns);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--columns", e);
        }
        if (columns.size() != 0 && columns.size() != 2) {
            throw new InputException("--columns must be two, label and text, got " + columns.size());
        }
        List<LabelledTexts> parts = new ArrayList<>();
        for (String file : files) {
            parts.add(LabelledTexts.ofFile(Arguments.path(file, option), choice));
        }
        return LabelledTexts.concat(parts);
    }
}
