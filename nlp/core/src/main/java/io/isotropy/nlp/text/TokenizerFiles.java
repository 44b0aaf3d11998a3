package io.isotropy.nlp.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Finds and reads a tokenizer's files: {@code tokenizer.json} goes to {@link TokenizerJson}, {@code vocab.txt} is read
 * here.
 */
final class TokenizerFiles {

    /** Ten times the largest published tokenizer.json. */
    private static final long MAX_BYTES = 256L << 20;

    private TokenizerFiles() {}

    static WordPieceModel read(Path path) throws TokenizerFileException {
        Path file = path;
        if (Files.isDirectory(path)) {
            file = path.resolve("tokenizer.json");
            file = Files.exists(file) ? file : path.resolve("vocab.txt");
            if (!Files.exists(file)) {
                throw new TokenizerFileException(path, "the folder has neither tokenizer.json nor vocab.txt; add one");
            }
        }
        byte[] content = bytes(file);
        return file.toString().endsWith(".txt") ? vocabulary(file, content) : TokenizerJson.read(file, content);
    }

    private static byte[] bytes(Path file) throws TokenizerFileException {
        try {
            if (!Files.exists(file)) {
                throw new TokenizerFileException(
                        file, "no such file; name a tokenizer.json, a vocab.txt or their folder");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new TokenizerFileException(
                        file, "has more than " + (MAX_BYTES >> 20) + " MiB, too many for a tokenizer");
            }
            byte[] content = Files.readAllBytes(file);
            if (content.length == 0) {
                throw new TokenizerFileException(file, "is empty; fetch it again");
            }
            return content;
        } catch (TokenizerFileException e) {
            throw e;
        } catch (IOException e) {
            throw new TokenizerFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** A vocab.txt: the token of line k + 1 has id k. */
    private static WordPieceModel vocabulary(Path file, byte[] content) throws TokenizerFileException {
        JsonTree config = config(file.resolveSibling("tokenizer_config.json"));
        Vocabulary.Entries entries = new Vocabulary.Entries();
        String text = utf8(file, content);
        Vocabulary vocabulary;
        try {
            int line = 0;
            for (int from = text.startsWith("\uFEFF") ? 1 : 0; from < text.length(); line++) {
                int newline = text.indexOf('\n', from);
                int next = newline < 0 ? text.length() : newline;
                int end = next > from && text.charAt(next - 1) == '\r' ? next - 1 : next;
                if (end > from) {   // a blank line has an id, but no text can ever ask for it
                    entries.add(text.substring(from, end), line);
                }
                from = next + 1;
            }
            vocabulary = entries.toVocabulary("##");
        } catch (IllegalArgumentException e) {
            throw new TokenizerFileException(file, e.getMessage() + " (a token's id is its line number less one)", e);
        }
        return model(file, config, vocabulary);
    }

    private static String utf8(Path file, byte[] content) throws TokenizerFileException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new TokenizerFileException(
                    file, "is not UTF-8: bad bytes at offset " + bytes.position() + "; save it as UTF-8", e);
        }
    }

    private static WordPieceModel model(Path file, JsonTree config, Vocabulary vocabulary)
            throws TokenizerFileException {
        Normalization normalization = TokenizerJson.bert(
                true,
                config.get("tokenize_chinese_chars").flag(true),
                config.get("strip_accents"),
                config.get("do_lower_case").flag(true));
        String unk = name(config, "unk_token", "[UNK]");
        String cls = name(config, "cls_token", "[CLS]");
        String sep = name(config, "sep_token", "[SEP]");
        String pad = name(config, "pad_token", "[PAD]");
        String mask = name(config, "mask_token", "[MASK]");
        int unknown = required(file, vocabulary, unk);
        int start = required(file, vocabulary, cls);
        int end = required(file, vocabulary, sep);
        List<AddedTokens.Token> added = new ArrayList<>();
        for (String token : new LinkedHashSet<>(List.of(pad, unk, cls, sep, mask))) {
            OptionalInt id = vocabulary.id(token);
            if (id.isPresent()) {
                added.add(new AddedTokens.Token(id.getAsInt(), token, false, false, false, false, true));
            }
        }
        return new WordPieceModel(
                vocabulary,
                normalization,
                List.copyOf(added),
                AddedTokens.of(added, false, normalization),
                AddedTokens.of(added, true, normalization),
                unknown,
                100,
                Template.bert(start, end),
                Template.bertPair(start, end),
                OptionalInt.empty(),
                new WordPieceModel.Decoder("##", true),
                new SpecialTokens(
                        unknown, OptionalInt.of(start), OptionalInt.of(end), vocabulary.id(pad), vocabulary.id(mask)));
    }

    static int required(Path file, Vocabulary vocabulary, String token) throws TokenizerFileException {
        OptionalInt id = vocabulary.id(token);
        if (id.isEmpty()) {
            throw new TokenizerFileException(file, "the vocabulary has no \"" + token
                    + "\", which marks or replaces text; add it, or name the right token");
        }
        return id.getAsInt();
    }

    /** A special token's name: a string, or an object with "content". */
    private static String name(JsonTree config, String key, String absent) throws TokenizerFileException {
        JsonTree token = config.get(key);
        return token.value() instanceof Map ? token.get("content").string() : token.string(absent);
    }

    private static JsonTree config(Path file) throws TokenizerFileException {
        if (!Files.exists(file)) {
            return JsonTree.root(file, Map.of());
        }
        try (JsonParser parser = JsonTree.parser(bytes(file))) {
            parser.nextToken();
            return JsonTree.root(file, JsonTree.read(parser));
        } catch (JacksonException e) {
            throw broken(file, e);
        }
    }

    static TokenizerFileException broken(Path file, JacksonException e) {
        var place = e.getLocation();
        String where = place == null || place.getLineNr() < 0
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return new TokenizerFileException(
                file, "is not complete, valid JSON" + where + " (" + e.getOriginalMessage() + "); fetch it again", e);
    }
}
