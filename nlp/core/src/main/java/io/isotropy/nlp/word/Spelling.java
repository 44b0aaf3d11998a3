package io.isotropy.nlp.word;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Words that are written almost alike: Levenshtein 1966. */
final class Spelling {

    private record Close(String word, int distance) {}

    private Spelling() {}

    /** The words within a letter or two of one, the closest first, then in the order of the list. */
    static List<String> close(List<String> words, String word, int count) {
        String wanted = word.toLowerCase(Locale.ROOT);
        int most = wanted.length() < 4 ? 1 : 2;
        List<Close> found = new ArrayList<>();
        for (String candidate : words) {
            if (Math.abs(candidate.length() - wanted.length()) <= most) {
                int distance = distance(candidate.toLowerCase(Locale.ROOT), wanted, most);
                if (distance <= most) {
                    found.add(new Close(candidate, distance));
                }
            }
        }
        found.sort(Comparator.comparingInt(Close::distance));
        return found.stream().limit(count).map(Close::word).toList();
    }

    /** Letters to insert, delete or replace; anything above {@code most} where there are more. */
    private static int distance(String x, String y, int most) {
        int[] row = new int[y.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= x.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
                least = Math.min(least, row[j]);
            }
            if (least > most) {
                return least;
            }
        }
        return row[y.length()];
    }
}
