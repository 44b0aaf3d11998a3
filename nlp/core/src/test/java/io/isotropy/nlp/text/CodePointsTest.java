package io.isotropy.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every code point against the table of what the library does to it. */
class CodePointsTest {

    private static final Normalization BERT = new Normalization(List.of(
            Normalization.Step.CLEAN,
            Normalization.Step.SPACE_IDEOGRAPHS,
            Normalization.Step.DECOMPOSE,
            Normalization.Step.STRIP_NONSPACING,
            Normalization.Step.LOWERCASE));

    @Test
    void everyCodePointIsNormalizedAndSplitAsTheLibraryDoes() throws IOException {
        String[] lines = new String(Golden.resource("bert_codepoints.tsv"), StandardCharsets.UTF_8).split("\n");
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (String line : lines) {
            String[] columns = line.split("\t");
            int last = Integer.parseInt(columns[1], 16);
            for (int c = Integer.parseInt(columns[0], 16); c <= last; c++) {
                if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    continue;
                }
                seen++;
                boolean agrees = expected(c, columns[2]).equals(normalized(c))
                        && expected(c, columns[2]).strip().equals(tabled(c).strip())
                        && CodePoints.isPunctuation(c) == columns[3].equals("P")
                        && CodePoints.isSpace(c) == columns[3].equals("W");
                if (!agrees) {
                    wrong.add(Integer.toHexString(c) + " " + line);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isEqualTo(Character.MAX_CODE_POINT + 1 - 2048);
    }

    private static String expected(int c, String what) {
        return switch (what) {
            case "removed" -> "";
            case "space" -> " ";
            case "same" -> Character.toString(c);
            case "cjk" -> " " + Character.toString(c) + " ";
            default -> {
                StringBuilder text = new StringBuilder();
                for (String part : what.substring("map:".length()).split("\\.")) {
                    text.appendCodePoint(Integer.parseInt(part, 16));
                }
                yield text.toString();
            }
        };
    }

    private static String normalized(int c) {
        char[] text = Character.toChars(c);
        return new String(BERT.apply(text, 0, text.length).chars().text());
    }

    /** What the table says; the spaces round an ideograph are implied there. */
    private static String tabled(int c) {
        int[] page = BERT.page(c);
        int entry = page[c & 0xFF];
        StringBuilder text = new StringBuilder();
        switch (Normalization.kind(entry)) {
            case Normalization.REMOVED -> {}
            case Normalization.REORDERED -> text.append(normalized(c));
            case Normalization.EXPANDED -> {
                int at = Normalization.point(entry);
                for (int i = 1; i <= page[at]; i++) {
                    text.appendCodePoint(Normalization.point(page[at + i]));
                }
            }
            default -> text.appendCodePoint(Normalization.point(entry));
        }
        return text.toString();
    }
}
