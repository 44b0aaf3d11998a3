package io.isotropy.nlp.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The tokens of a tokenizer by id, and the pieces of its WordPiece model by characters. Ids may have gaps. */
final class Vocabulary {

    /** Ids beyond this are taken for damage: the largest published vocabularies have half a million entries. */
    static final int MAX_ID = 1 << 22;

    private final @Nullable String[] tokens;
    private final BitSet added;
    private final PieceTable words;
    private final PieceTable continuations;
    private final String prefix;

    private Vocabulary(@Nullable String[] tokens, BitSet added, String prefix) {
        this.tokens = tokens;
        this.added = added;
        this.prefix = prefix;
        int[] starts = new int[tokens.length + 1];
        int count = 0;
        int continuing = 0;
        for (int id = 0; id < tokens.length; id++) {
            String token = tokens[id];
            starts[id + 1] = starts[id] + (token == null ? 0 : token.length());
            count += token == null ? 0 : 1;
            continuing += token != null && continues(token) ? 1 : 0;
        }
        char[] characters = new char[starts[tokens.length]];
        words = new PieceTable(count, characters, starts, 0);
        continuations = new PieceTable(continuing, characters, starts, prefix.length());
        for (int id = 0; id < tokens.length; id++) {
            String token = tokens[id];
            if (token != null && !added.get(id)) {
                token.getChars(0, token.length(), characters, starts[id]);
                put(id, token);
            }
        }
    }

    private void put(int id, String token) {
        int same = words.put(id);
        if (same >= 0) {
            throw new IllegalArgumentException(
                    "token \"" + token + "\" has two ids, " + same + " and " + id + "; remove one");
        }
        if (continues(token)) {
            continuations.put(id);
        }
    }

    /** Whether a token may stand inside a word. The bare prefix cannot: no word has an empty piece. */
    private boolean continues(String token) {
        return token.length() > prefix.length() && token.startsWith(prefix);
    }

    /** Whether an id is that of a piece inside a word. */
    boolean isContinuation(int id) {
        String token = tokens[id];
        return token != null && !added.get(id) && continues(token);
    }

    /** Pieces at the start of a word. */
    PieceTable words() {
        return words;
    }

    /** Pieces inside a word, without their prefix. */
    PieceTable continuations() {
        return continuations;
    }

    /** The largest id + 1. */
    int size() {
        return tokens.length;
    }

    @Nullable String token(int id) {
        return id >= 0 && id < tokens.length ? tokens[id] : null;
    }

    OptionalInt id(String token) {
        char[] text = token.toCharArray();
        int id = words.find(text, 0, text.length, token.hashCode());
        return id >= 0 ? OptionalInt.of(id) : added.stream().filter(other -> token.equals(tokens[other])).findFirst();
    }

    /**
     * Tokens while a file is read: ids in any order, each once; what breaks a rule throws IllegalArgumentException with
     * the reason.
     */
    static final class Entries {

        private @Nullable String[] tokens = new @Nullable String[1 << 15];
        private final BitSet added = new BitSet();
        private int size;

        /** A token of the model. */
        void add(String token, long id) {
            if (id < 0 || id >= MAX_ID) {
                throw new IllegalArgumentException(
                        "token \"" + token + "\" has id " + id + "; ids go from 0 to " + (MAX_ID - 1));
            }
            int at = (int) id;
            if (at >= tokens.length) {
                tokens = Arrays.copyOf(tokens, Math.max(at + 1, tokens.length * 2));
            }
            if (tokens[at] != null) {
                throw new IllegalArgumentException(
                        "tokens \"" + tokens[at] + "\" and \"" + token + "\" share id " + id + "; give each its own");
            }
            tokens[at] = token;
            size = Math.max(size, at + 1);
        }

        /**
         * A token that is found in the text only, shown as {@code shown}; one that the model knows as a piece stays as
         * it is.
         */
        void addOutside(String token, String shown, int id) {
            if (id < size && token.equals(tokens[id])) {
                return;
            }
            add(shown, id);
            added.set(id);
        }

        boolean isEmpty() {
            return size == 0;
        }

        Vocabulary toVocabulary(String prefix) {
            return new Vocabulary(Arrays.copyOf(tokens, size), added, prefix);
        }
    }
}
