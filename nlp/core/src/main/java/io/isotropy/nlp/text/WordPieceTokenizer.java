package io.isotropy.nlp.text;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * BERT's WordPiece tokenization (Devlin et al. 2019; Wu et al. 2016), token for token what the Hugging Face {@code
 * tokenizers} library (0.23) makes of the same file. Immutable: one instance serves all threads.
 *
 * <p>A {@code tokenizer.json}'s padding is ignored, since batches are packed, and its truncation holds until {@link
 * #withMaxLength} says otherwise: a model folder's own {@code max_seq_length} goes first.
 */
public final class WordPieceTokenizer {

    private final WordPieceModel model;
    /** Integer.MAX_VALUE without truncation. */
    private final int maxLength;

    private WordPieceTokenizer(WordPieceModel model, int maxLength) {
        this.model = model;
        this.maxLength = maxLength;
    }

    /**
     * Reads a {@code tokenizer.json}, a {@code vocab.txt} (with the {@code tokenizer_config.json} beside it, if any) or
     * a folder that holds one of them.
     */
    public static WordPieceTokenizer load(Path file) throws TokenizerFileException {
        WordPieceModel model = TokenizerFiles.read(file);
        return new WordPieceTokenizer(model, model.maxLength().orElse(Integer.MAX_VALUE));
    }

    /** The same tokenizer that cuts what is longer than {@code max} tokens, special tokens included. */
    public WordPieceTokenizer withMaxLength(int max) {
        if (max < model.single().specials()) {
            throw new IllegalArgumentException("[withMaxLength] the maximum length must leave room for the "
                    + model.single().specials() + " special tokens: got " + max);
        }
        return new WordPieceTokenizer(model, max);
    }

    /** The most tokens an encoding has; empty if there is no limit. */
    public OptionalInt maxLength() {
        return maxLength == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(maxLength);
    }

    /** Ids with special tokens, cut to the maximum length. */
    public int[] ids(String text) {
        IntSink sink = new IntSink(text.length() / 3 + 8);
        encodeTo(text, sink);
        return sink.toArray();
    }

    /**
     * Appends what {@link #ids} returns to {@code sink}; true if the text was cut. The fastest way, and it stops
     * reading at the cut.
     */
    public boolean encodeTo(String text, IntSink sink) {
        Template template = model.single();
        int place = template.place(Template.FIRST);
        for (int i = 0; i < place; i++) {
            sink.add(template.ids()[i]);
        }
        int room = maxLength - template.specials();
        int limit = (int) Math.min(Integer.MAX_VALUE, (long) sink.size() + room);
        // One token beyond the limit tells that there is more.
        new Segmenter(model, sink, null, null, limit == Integer.MAX_VALUE ? limit : limit + 1).run(text);
        boolean truncated = sink.size() > limit;
        if (truncated) {
            sink.truncate(limit);
        }
        for (int i = place + 1; i < template.ids().length; i++) {
            sink.add(template.ids()[i]);
        }
        return truncated;
    }

    /** The number of tokens of the whole text, special ones included. */
    public int countTokens(String text) {
        IntSink sink = new IntSink(text.length() / 3 + 8);
        new Segmenter(model, sink, null, null, Integer.MAX_VALUE).run(text);
        return sink.size() + model.single().specials();
    }

    public Encoding encode(String text) {
        Tokens tokens = Tokens.of(model, text);
        Template template = model.single();
        int keep = Math.min(tokens.size(), maxLength - template.specials());
        return assemble(template, tokens, keep, null, 0);
    }

    /**
     * A pair, the second text behind the first. One that is too long is cut as {@code longest_first} does: the longer
     * text loses its end first, then both are cut to halves.
     */
    public Encoding encode(String first, String second) {
        Template template = model.pair();
        int room = maxLength - template.specials();
        if (room < 0) {
            throw new IllegalArgumentException("[encode] the maximum length must leave room for the "
                    + template.specials() + " special tokens of a pair: got " + maxLength);
        }
        Tokens a = Tokens.of(model, first);
        Tokens b = Tokens.of(model, second);
        int keepFirst = a.size();
        int keepSecond = b.size();
        if ((long) keepFirst + keepSecond > room) {
            // The library reads either text only up to the word that reaches the maximum length, and compares what it
            // has read.
            boolean firstIsLonger = lengthRead(first) > lengthRead(second);
            int shorter = Math.min(lengthRead(first), lengthRead(second));
            int longer = Math.max(shorter, room - shorter);
            if ((long) shorter + longer > room) {
                shorter = room / 2;
                longer = room - shorter;
            }
            keepFirst = firstIsLonger ? longer : shorter;
            keepSecond = firstIsLonger ? shorter : longer;
        }
        return assemble(template, a, keepFirst, b, keepSecond);
    }

    private int lengthRead(String text) {
        IntSink sink = new IntSink();
        new Segmenter(model, sink, null, null, maxLength).run(text);
        return sink.size();
    }

    private Encoding assemble(Template template, Tokens first, int keepFirst, @Nullable Tokens second, int keepSecond) {
        int whole = template.specials() + first.size() + (second == null ? 0 : second.size());
        int n = template.specials() + keepFirst + keepSecond;
        Encoding result = new Encoding(
                new int[n], new int[n], new String[n], new int[n], new int[n], new int[n], n < whole, whole);
        int at = 0;
        for (int i = 0; i < template.ids().length; i++) {
            int id = template.ids()[i];
            int from = at;
            if (id >= 0) {
                result.ids()[at] = id;
                result.specialTokensMask()[at++] = 1;
            } else {
                Tokens tokens = id == Template.SECOND && second != null ? second : first;
                int keep = id == Template.SECOND ? keepSecond : keepFirst;
                tokens.ids.copyTo(0, result.ids(), at, keep);
                tokens.starts.copyTo(0, result.starts(), at, keep);
                tokens.ends.copyTo(0, result.ends(), at, keep);
                at += keep;
            }
            for (int k = from; k < at; k++) {
                result.typeIds()[k] = template.types()[i];
                result.tokens()[k] = token(result.ids()[k]);
            }
        }
        return result;
    }

    /** The tokens of one text with their ranges. */
    private record Tokens(IntSink ids, IntSink starts, IntSink ends) {

        static Tokens of(WordPieceModel model, String text) {
            int guess = text.length() / 3 + 8;
            Tokens tokens = new Tokens(new IntSink(guess), new IntSink(guess), new IntSink(guess));
            new Segmenter(model, tokens.ids, tokens.starts, tokens.ends, Integer.MAX_VALUE).run(text);
            return tokens;
        }

        int size() {
            return ids.size();
        }
    }

    /**
     * Tokens as text: pieces joined, a space before every word, none before English punctuation and contractions. The
     * way back is lossy. Ids that name no token are left out, as the original does.
     */
    public String decode(int[] ids, boolean skipSpecial) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (int id : ids) {
            String token = model.vocabulary().token(id);
            if (token != null && !(skipSpecial && isSpecial(id))) {
                text.append(decoded(token, first));
                first = false;
            }
        }
        return text.toString();
    }

    private boolean isSpecial(int id) {
        for (AddedTokens.Token token : model.added()) {
            if (token.id() == id) {
                return token.special();
            }
        }
        return false;
    }

    private String decoded(String token, boolean first) {
        String prefix = model.decoder().prefix();
        String piece = first ? token : token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
        if (!model.decoder().cleanup() || piece.indexOf(' ') < 0) {
            return piece;
        }
        return piece.replace(" .", ".").replace(" ?", "?").replace(" !", "!").replace(" ,", ",").replace(" ' ", "'")
                .replace(" n't", "n't").replace(" 'm", "'m").replace(" do not", " don't").replace(" 's", "'s")
                .replace(" 've", "'ve").replace(" 're", "'re");
    }

    /** The largest id + 1: the rows that an embedding table needs. */
    public int vocabularySize() {
        return model.vocabulary().size();
    }

    /** The token of an id. */
    public String token(int id) {
        String token = model.vocabulary().token(id);
        if (token == null) {
            throw new IllegalArgumentException("[token] id must name a token of the vocabulary: got " + id);
        }
        return token;
    }

    /** The id of a token, written as in the vocabulary ("##ing"); empty if there is none. */
    public OptionalInt id(String token) {
        for (AddedTokens.Token added : model.added()) {
            if (added.content().equals(token)) {
                return OptionalInt.of(added.id());
            }
        }
        return model.vocabulary().id(token);
    }

    /** The ids of [UNK], [CLS], [SEP], [PAD] and [MASK], whatever this tokenizer calls them. */
    public SpecialTokens special() {
        return model.special();
    }

    /** The ids of all tokens that mark or replace text, which no model should guess or draw. */
    public IntStream specialIds() {
        SpecialTokens special = model.special();
        IntStream roles = Stream.of(special.cls(), special.sep(), special.pad(), special.mask())
                .flatMapToInt(OptionalInt::stream);
        IntStream added = model.added().stream().filter(AddedTokens.Token::special).mapToInt(AddedTokens.Token::id);
        return IntStream.concat(IntStream.of(special.unk()), IntStream.concat(roles, added)).sorted().distinct();
    }

    /** The ids of the pieces that stand inside words ("##ing"). */
    public IntStream continuationIds() {
        Vocabulary vocabulary = model.vocabulary();
        return IntStream.range(0, vocabulary.size()).filter(vocabulary::isContinuation);
    }
}
