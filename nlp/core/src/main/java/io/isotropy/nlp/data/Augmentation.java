package io.isotropy.nlp.data;

import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Changes of a text that keep its meaning more or less, to make positive pairs: the word-level ones of EDA (Wei and Zou 2019, §2) and
 * those that SimCSE compares dropout with (Gao et al. 2021, §3, Table 1). Words lie between white space.
 *
 * <p>The result is a function of text and generator; {@link #randomFor} gives every example its own in every epoch.
 */
public sealed interface Augmentation {

    /** The changed text; it has at least one word if the text has. */
    String apply(String text, Philox random);

    /** The generator of an example: neither the order of examples nor the number of threads matters. */
    static Philox randomFor(long seed, int epoch, long example) {
        return Philox.of(seed).child(epoch).child(example);
    }

    /** Every word is dropped with probability {@code share}; one is kept if all would go. */
    record Deletion(double share) implements Augmentation {
        public Deletion {
            requireShare("deletion", share);
        }

        @Override
        public String apply(String text, Philox random) {
            List<String> words = words(text);
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                if (random.uniform(i) >= share) {
                    kept.add(words.get(i));
                }
            }
            if (kept.isEmpty() && !words.isEmpty()) {
                kept.add(words.get(random.withStream(1).integer(0, words.size())));
            }
            return String.join(" ", kept);
        }
    }

    /**
     * The noise of TSDAE (Wang et al. 2021, §3): every word, and every mark and ideograph by itself, is dropped with probability {@code
     * share}; one is kept if all would go. White space stays where a word stands after it.
     */
    record Noise(double share) implements Augmentation {

        private static final Pattern UNIT =
                Pattern.compile("\\p{IsHan}|[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}]]+(?:['’-][\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}]]+)*|\\S");

        public Noise {
            requireShare("noise", share);
        }

        @Override
        public String apply(String text, Philox random) {
            List<MatchResult> units = UNIT.matcher(text).results().toList();
            List<MatchResult> kept = new ArrayList<>();
            for (int i = 0; i < units.size(); i++) {
                if (random.uniform(i) >= share) {
                    kept.add(units.get(i));
                }
            }
            if (kept.isEmpty() && !units.isEmpty()) {
                kept.add(units.get(random.withStream(1).integer(0, units.size())));
            }
            StringBuilder noisy = new StringBuilder();
            int end = 0;
            for (MatchResult unit : kept) {
                boolean apart = text.substring(end, unit.start()).chars().anyMatch(Character::isWhitespace);
                boolean word = Character.isLetterOrDigit(text.codePointAt(unit.start()));
                noisy.append(apart && word && !noisy.isEmpty() ? " " : "").append(unit.group());
                end = unit.end();
            }
            return noisy.toString();
        }
    }

    /** One word goes, if there are two or more. */
    record DeleteOne() implements Augmentation {
        @Override
        public String apply(String text, Philox random) {
            List<String> words = words(text);
            if (words.size() > 1) {
                words.remove(random.integer(0, words.size()));
            }
            return String.join(" ", words);
        }
    }

    /** A stretch of the text: {@code share} of its words are cut off, some at the start and the rest at the end. */
    record Crop(double share) implements Augmentation {
        public Crop {
            requireShare("crop", share);
        }

        @Override
        public String apply(String text, Philox random) {
            List<String> words = words(text);
            int cut = Math.min((int) Math.round(share * words.size()), Math.max(0, words.size() - 1));
            int start = random.integer(0, cut + 1);
            return String.join(" ", words.subList(start, words.size() - cut + start));
        }
    }

    /** Two random words change places, {@code share} of the number of words times but at least once. */
    record Swap(double share) implements Augmentation {
        public Swap {
            requireShare("swap", share);
        }

        @Override
        public String apply(String text, Philox random) {
            List<String> words = words(text);
            int n = words.size();
            for (int i = 0; n > 1 && i < times(share, n); i++) {
                int first = random.integer(2L * i, n);
                int second = random.integer(2L * i + 1, n - 1);
                second += second >= first ? 1 : 0;
                words.set(second, words.set(first, words.get(second)));
            }
            return String.join(" ", words);
        }
    }

    /** Random words that have synonyms are replaced by one: {@code share} of the number of words, at least one. */
    record Replacement(double share, Synonyms synonyms) implements Augmentation {
        public Replacement {
            requireShare("replacement", share);
        }

        @Override
        public String apply(String text, Philox random) {
            List<String> words = words(text);
            int left = times(share, words.size());
            for (int place : random.permutation(words.size())) {
                List<String> choices = left > 0 ? choices(words.get(place), synonyms) : List.of();
                if (!choices.isEmpty()) {
                    Core core = Core.of(words.get(place));
                    String word = choices.get(random.withStream(1).integer(place, choices.size()));
                    words.set(place, core.before + like(core.word, word) + core.after);
                    left--;
                }
            }
            return String.join(" ", words);
        }
    }

    /**
     * Synonyms of random words of the text appear at random places: {@code share} of the number of words, at least one; none where no
     * word has a synonym.
     */
    record Insertion(double share, Synonyms synonyms) implements Augmentation {
        public Insertion {
            requireShare("insertion", share);
        }

        @Override
        public String apply(String text, Philox random) {
            List<String> words = words(text);
            Set<String> distinct = new LinkedHashSet<>();
            words.forEach(word -> distinct.addAll(choices(word, synonyms)));
            List<String> choices = List.copyOf(distinct);
            int times = choices.isEmpty() ? 0 : times(share, words.size());
            for (int i = 0; i < times; i++) {
                String word = choices.get(random.integer(2L * i, choices.size()));
                words.add(random.integer(2L * i + 1, words.size() + 1), word);
            }
            return String.join(" ", words);
        }
    }

    /** A word without the punctuation around it. */
    record Core(String before, String word, String after) {
        static Core of(String text) {
            int from = 0;
            int to = text.length();
            while (from < to && !Character.isLetterOrDigit(text.codePointAt(from))) {
                from += Character.charCount(text.codePointAt(from));
            }
            while (from < to && !Character.isLetterOrDigit(text.codePointBefore(to))) {
                to -= Character.charCount(text.codePointBefore(to));
            }
            return new Core(text.substring(0, from), text.substring(from, to), text.substring(to));
        }
    }

    private static List<String> choices(String word, Synonyms synonyms) {
        String core = Core.of(word).word.toLowerCase(Locale.ROOT);
        return core.isEmpty() ? List.of() : synonyms.of(core);
    }

    /** Capital where the old word has one. */
    private static String like(String old, String word) {
        return Character.isUpperCase(old.codePointAt(0)) && !word.isEmpty()
                ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)
                : word;
    }

    private static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(stripped.split("\\s+")));
    }

    private static int times(double share, int words) {
        return words == 0 ? 0 : Math.max(1, (int) Math.round(share * words)); // EDA's n = αl
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("[" + name + "] share must be 0 or more and below 1: got " + share);
        }
    }
}
