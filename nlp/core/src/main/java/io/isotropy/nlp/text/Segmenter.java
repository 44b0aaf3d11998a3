package io.isotropy.nlp.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text: normalizes, cuts into words and looks up word pieces, character by character; used once.
 *
 * <p>What makes it fast: an ASCII character is one table lookup; a word's hash grows while it is read, so that a word
 * of the vocabulary (nine of ten in English) costs one probe and no String; ranges in the text are kept only when asked
 * for.
 */
final class Segmenter {

    /** 31 · INVERSE_31 = 1 mod 2^32. */
    private static final int INVERSE_31 = 0xBDEF7BDF;

    private final Vocabulary vocabulary;
    private final Normalization normalization;
    private final AddedTokens rawTokens;
    private final AddedTokens normalizedTokens;
    private final int unknown;
    private final int longestWord;

    /** Ids of the text, behind what the sink held before. */
    private final IntSink ids;

    private final @Nullable IntSink starts;
    private final @Nullable IntSink ends;
    /** The size of {@link #ids} at which the rest of the text no longer matters. */
    private final int limit;
    /**
     * A word, which is read whole, has reached the limit; an added token that does so is not the end yet, as in the
     * library.
     */
    private boolean full;

    private char[] text = {};
    /** What text[i] was before normalization; null when it has not been normalized. */
    private NormalizedText.@Nullable Chars origin;
    /** How {@link #text} is read: the tokenizer's normalization, or none if text has been normalized. */
    private Normalization classes;

    /** The normalized word at hand. */
    private char[] word = new char[64];

    private int length;
    private int hash;
    /** The range of each char of the word in {@link #text}; kept only with {@link #starts}. */
    private int[] wordStarts = {};

    private int[] wordEnds = {};
    /** More than {@link #longestWord} code points: no more are stored, all that counts is the end. */
    private boolean tooLong;

    private int tooLongEnd;

    Segmenter(WordPieceModel model, IntSink ids, @Nullable IntSink starts, @Nullable IntSink ends, int limit) {
        this.vocabulary = model.vocabulary();
        this.normalization = model.normalization();
        this.classes = normalization;
        this.rawTokens = model.rawTokens();
        this.normalizedTokens = model.normalizedTokens();
        this.unknown = model.unknownId();
        this.longestWord = model.longestWord();
        this.ids = ids;
        this.starts = starts;
        this.ends = ends;
        this.limit = limit;
        if (starts != null) {
            wordStarts = new int[word.length];
            wordEnds = new int[word.length];
        }
    }

    void run(String string) {
        text = string.toCharArray();
        split(rawTokens, 0, text.length);
    }

    /** Emits the added tokens in {@code text[from, to)} and what lies between them. */
    private void split(AddedTokens tokens, int from, int to) {
        int done = from;
        long match;
        for (int at = from; !full && (match = tokens.find(text, at, to)) >= 0; ) {
            AddedTokens.Token token = tokens.token(match);
            int start = (int) (match >>> 32);
            int stop = start + tokens.length(match);
            at = stop;
            if (token.singleWord() && AddedTokens.insideWord(text, from, start, stop, to)) {
                continue;
            }
            if (token.leftStrip()) {
                start = Math.max(AddedTokens.spaceBefore(text, from, start), done);
            }
            if (token.rightStrip()) {
                stop = AddedTokens.spaceAfter(text, stop, to);
            }
            if (done < start) {
                between(done, start);
            }
            if (!full) {
                emit(token.id(), start, stop);
            }
            done = stop;
        }
        if (done < to && !full) {
            between(done, to);
        }
    }

    /** A stretch without added tokens: of the raw text, or after normalization. */
    private void between(int from, int to) {
        if (origin != null || normalizedTokens.isEmpty()) {
            words(from, to);
        } else {
            normalizeFirst(from, to, true);
        }
    }

    /**
     * A stretch in two passes: where a mark's place depends on its neighbours, or tokens are sought in normalized text.
     */
    private void normalizeFirst(int from, int to, boolean seekTokens) {
        char[] raw = text;
        NormalizedText.Chars normalized = normalization.apply(raw, from, to).chars();
        text = normalized.text();
        origin = normalized;
        classes = Normalization.NONE;
        if (seekTokens) {
            split(normalizedTokens, 0, text.length);
        } else {
            words(0, text.length);
        }
        text = raw;
        origin = null;
        classes = normalization;
    }

    /** Emits the words of {@code text[from, to)}, which holds no added tokens. */
    private void words(int from, int to) {
        byte[] ascii = classes.ascii();
        int lastSpace = from;
        int idsThere = ids.size();
        for (int i = from; i < to && !full; ) {
            char c = text[i];
            if (c >= 128) {
                int next = wide(i, to);
                if (next < 0) {
                    // Marks move within their word only: that one is read again.
                    truncate(idsThere);
                    forgetWord();
                    next = nextSpace(ascii, i, to);
                    normalizeFirst(lastSpace, next, false);
                }
                i = next;
            } else if (ascii[c] >= 0) {
                i = letters(ascii, i, to);
            } else {
                if (ascii[c] != Normalization.ASCII_REMOVED) {
                    endWord();
                    if (ascii[c] == Normalization.ASCII_ALONE) {
                        alone(c, i, i + 1);
                    } else {
                        lastSpace = i;
                        idsThere = ids.size();
                    }
                }
                i++;
            }
        }
        endWord();
    }

    private int nextSpace(byte[] ascii, int from, int to) {
        int i = from;
        while (i < to && !(text[i] < 128 && ascii[text[i]] == Normalization.ASCII_SPACE)) {
            i++;
        }
        return i;
    }

    /** Reads ASCII letters into the word; returns the index behind them. */
    private int letters(byte[] ascii, int from, int to) {
        if (length == word.length && !grow()) {
            tooLongEnd = from + 1;
            return from + 1;
        }
        char[] text = this.text;
        char[] word = this.word;
        int n = length;
        int h = hash;
        int i = from;
        int end = Math.min(to, from + word.length - n);
        for (int letter; i < end && text[i] < 128 && (letter = ascii[text[i]]) >= 0; i++) {
            word[n++] = (char) letter;
            h = 31 * h + letter;
        }
        if (starts != null) {
            for (int k = from; k < i; k++) {
                wordStarts[length + k - from] = k;
                wordEnds[length + k - from] = k + 1;
            }
        }
        length = n;
        hash = h;
        return i;
    }

    /**
     * Reads one character that is not ASCII; returns the index behind it, or -1 for a mark that asks for two passes.
     */
    private int wide(int i, int to) {
        int c = Normalization.codePointAt(text, i, to);
        int next = i + Character.charCount(c);
        int[] page = classes.page(c);
        int entry = page[c & 0xFF];
        if (Normalization.kind(entry) == Normalization.EXPANDED) {
            int at = Normalization.point(entry);
            for (int k = 1; k <= page[at] && !full; k++) {
                read(page[at + k], i, next);
            }
            return next;
        }
        if (Normalization.kind(entry) == Normalization.REORDERED) {
            return -1;
        }
        read(entry, i, next);
        return next;
    }

    private void read(int entry, int start, int end) {
        switch (Normalization.kind(entry)) {
            case Normalization.REMOVED -> {}
            case Normalization.SPACE -> endWord();
            case Normalization.ALONE -> {
                endWord();
                alone(Normalization.point(entry), start, end);
            }
            default -> append(Normalization.point(entry), start, end);
        }
    }

    /** A word of one code point. */
    private void alone(int c, int start, int end) {
        if (!full) {
            append(c, start, end);
            endWord();
        }
    }

    private void append(int c, int start, int end) {
        if (c > 0xFFFF) {
            appendChar(Character.highSurrogate(c), start, end);
            appendChar(Character.lowSurrogate(c), start, end);
        } else {
            appendChar((char) c, start, end);
        }
    }

    private void appendChar(char c, int start, int end) {
        if (length == word.length && !grow()) {
            tooLongEnd = end;
            return;
        }
        if (starts != null) {
            wordStarts[length] = start;
            wordEnds[length] = end;
        }
        word[length++] = c;
        hash = 31 * hash + c;
    }

    /**
     * Makes room for a longer word; false, and the word is too long, if it has more code points than any word may have.
     */
    private boolean grow() {
        tooLong = tooLong || Character.codePointCount(word, 0, length) > longestWord;
        if (tooLong) {
            return false;
        }
        word = Arrays.copyOf(word, length * 2);
        if (starts != null) {
            wordStarts = Arrays.copyOf(wordStarts, length * 2);
            wordEnds = Arrays.copyOf(wordEnds, length * 2);
        }
        return true;
    }

    /** Looks the word up and forgets it. */
    private void endWord() {
        int n = length;
        if (n == 0) {
            return;
        }
        if (n > longestWord && (tooLong || Character.codePointCount(word, 0, n) > longestWord)) {
            emitPiece(unknown, 0, n);
        } else {
            int id = vocabulary.words().find(word, 0, n, hash);
            if (id >= 0) {
                emitPiece(id, 0, n);
            } else {
                pieces(n);
            }
        }
        full = ids.size() >= limit;
        forgetWord();
    }

    private void forgetWord() {
        length = 0;
        hash = 0;
        tooLong = false;
    }

    /** The longest piece first, again and again; a word that cannot be covered is one unknown token. */
    private void pieces(int n) {
        int before = ids.size();
        PieceTable table = vocabulary.words();
        int from = 0;
        while (from < n) {
            long match = longestPiece(table, from, n);
            if (match < 0) {
                truncate(before);
                emitPiece(unknown, 0, n);
                return;
            }
            int to = from + (int) match;
            emitPiece((int) (match >>> 32), from, to);
            from = to;
            table = vocabulary.continuations();
        }
    }

    /** The longest piece at {@code word[from…n)}: its id in the upper half, its length in the lower; -1 for none. */
    private long longestPiece(PieceTable table, int from, int n) {
        int most = Math.min(table.longest(), n - from);
        int h = 0;
        for (int k = 0; k < most; k++) {
            h = 31 * h + word[from + k];
        }
        for (int k = most; k > 0; k--) {
            int id = table.find(word, from, k, h);
            if (id >= 0) {
                return (long) id << 32 | k;
            }
            // The hash without its last char: arithmetic mod 2^32 can divide by 31.
            h = (h - word[from + k - 1]) * INVERSE_31;
        }
        return -1;
    }

    private void emitPiece(int id, int from, int to) {
        ids.add(id);
        if (starts != null && ends != null) {
            addRange(wordStarts[from], tooLong ? tooLongEnd : wordEnds[to - 1]);
        }
    }

    private void emit(int id, int start, int end) {
        ids.add(id);
        if (starts != null && ends != null) {
            addRange(start, end);
        }
    }

    private void addRange(int start, int end) {
        if (starts != null && ends != null) {
            starts.add(origin == null ? start : origin.starts()[start]);
            ends.add(origin == null ? end : origin.ends()[end - 1]);
        }
    }

    private void truncate(int size) {
        ids.truncate(size);
        if (starts != null && ends != null) {
            starts.truncate(size);
            ends.truncate(size);
        }
    }
}
