package io.isotropy.nlp.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a Hugging Face {@code tokenizer.json} that describes a BERT WordPiece tokenizer, and says what it cannot read.
 */
final class TokenizerJson {

    /** Longer words than this are not cut into pieces by any published model, and their buffer must stay small. */
    private static final int MAX_WORD = 1 << 16;

    private final Path file;
    private final Vocabulary.Entries entries = new Vocabulary.Entries();
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> modelMembers = new LinkedHashMap<>();
    private boolean hasModel;

    private TokenizerJson(Path file) {
        this.file = file;
    }

    static WordPieceModel read(Path file, byte[] content) throws TokenizerFileException {
        TokenizerJson json = new TokenizerJson(file);
        try (JsonParser parser = JsonTree.parser(content)) {
            json.read(parser);
            return json.model();
        } catch (JacksonException e) {
            throw TokenizerFiles.broken(file, e);
        } catch (IllegalArgumentException e) {
            throw new TokenizerFileException(file, "" + e.getMessage(), e);
        }
    }

    private void read(JsonParser parser) throws TokenizerFileException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new TokenizerFileException(file, "must be a JSON object; is it a tokenizer.json?");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("model") && value == JsonToken.START_OBJECT) {
                readModel(parser);
            } else {
                members.put(name, JsonTree.read(parser));
            }
        }
        if (!hasModel) {
            throw new TokenizerFileException(file, "has no \"model\"; is it a tokenizer.json?");
        }
    }

    private void readModel(JsonParser parser) throws TokenizerFileException {
        hasModel = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
                readVocabulary(parser);
            } else {
                modelMembers.put(name, JsonTree.read(parser));
            }
            if (name.equals("type")) {   // before a foreign model's large members are read
                requireType(new JsonTree(file, null, "model", modelMembers), "WordPiece");
            }
        }
    }

    private void readVocabulary(JsonParser parser) throws TokenizerFileException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new TokenizerFileException(
                        file, "model.vocab: token \"" + token + "\" has no whole number for an id; give it one");
            }
            entries.add(token, parser.getLongValue());
        }
    }

    private static void requireType(JsonTree component, String supported) throws TokenizerFileException {
        if (!component.get("type").isNull() && !component.type().equals(supported)) {
            throw component.unsupported(component.type(), supported);
        }
    }

    private WordPieceModel model() throws TokenizerFileException {
        JsonTree root = JsonTree.root(file, members);
        JsonTree model = new JsonTree(file, null, "model", modelMembers);
        if (!model.get("merges").isNull() || entries.isEmpty()) {
            throw new TokenizerFileException(
                    file, "model must be a WordPiece model with a \"vocab\" of tokens and their ids");
        }
        Normalization normalization = new Normalization(steps(root.get("normalizer")));
        JsonTree preTokenizer = root.get("pre_tokenizer");
        if (preTokenizer.isNull()) {
            throw preTokenizer.expected("a BertPreTokenizer");
        }
        requireType(preTokenizer, "BertPreTokenizer");
        List<AddedTokens.Token> added = addedTokens(root.get("added_tokens"), normalization);
        String prefix = model.get("continuing_subword_prefix").string("##");
        Vocabulary vocabulary = entries.toVocabulary(prefix);
        int unknown = TokenizerFiles.required(file, vocabulary, model.get("unk_token").string("[UNK]"));
        JsonTree longest = model.get("max_input_chars_per_word");
        int longestWord = longest.isNull() ? 100 : Math.min(longest.integer(), MAX_WORD);
        Template[] templates = templates(root.get("post_processor"), vocabulary);
        return new WordPieceModel(
                vocabulary,
                normalization,
                added,
                AddedTokens.of(added, false, normalization),
                AddedTokens.of(added, true, normalization),
                unknown,
                longestWord,
                templates[0],
                templates[1],
                truncation(root.get("truncation"), templates[0]),
                decoder(root.get("decoder"), prefix),
                specialTokens(root, vocabulary, unknown, templates[0]));
    }

    /** The normalizer as steps in order. */
    private static List<Normalization.Step> steps(JsonTree normalizer) throws TokenizerFileException {
        if (normalizer.isNull()) {
            return List.of();
        }
        return switch (normalizer.type()) {
            case "BertNormalizer" -> bertSteps(
                    normalizer.get("clean_text").flag(true),
                    normalizer.get("handle_chinese_chars").flag(true),
                    normalizer.get("strip_accents"),
                    normalizer.get("lowercase").flag(true));
            case "Lowercase" -> List.of(Normalization.Step.LOWERCASE);
            case "NFD" -> List.of(Normalization.Step.DECOMPOSE);
            case "StripAccents" -> List.of(Normalization.Step.STRIP_MARKS);
            case "Sequence" -> {
                List<Normalization.Step> steps = new ArrayList<>();
                for (JsonTree part : normalizer.get("normalizers").elements()) {
                    steps.addAll(steps(part));
                }
                yield steps;
            }
            default -> throw normalizer.unsupported(
                    normalizer.type(), "BertNormalizer, Lowercase, NFD, StripAccents and a Sequence of them");
        };
    }

    static Normalization bert(boolean clean, boolean ideographs, JsonTree stripAccents, boolean lowercase)
            throws TokenizerFileException {
        return new Normalization(bertSteps(clean, ideographs, stripAccents, lowercase));
    }

    /** BERT's normalizer; accents follow the case if nothing is said about them. */
    private static List<Normalization.Step> bertSteps(
            boolean clean, boolean ideographs, JsonTree stripAccents, boolean lowercase) throws TokenizerFileException {
        return Normalization.bertSteps(clean, ideographs, stripAccents.flag(lowercase), lowercase);
    }

    /**
     * Added tokens; one that is sought in normalized text also appears normalized where ids become tokens, as in the
     * library.
     */
    private List<AddedTokens.Token> addedTokens(JsonTree list, Normalization normalization)
            throws TokenizerFileException {
        List<AddedTokens.Token> tokens = new ArrayList<>();
        if (!list.isNull()) {
            for (JsonTree token : list.elements()) {
                String content = token.get("content").string();
                int id = token.get("id").integer();
                boolean special = token.get("special").flag(false);
                boolean normalized = token.get("normalized").flag(!special);
                char[] text = content.toCharArray();
                String shown = normalized
                        ? new String(normalization.apply(text, 0, text.length).chars().text())
                        : content;
                entries.addOutside(content, shown, id);
                tokens.add(new AddedTokens.Token(
                        id,
                        content,
                        token.get("single_word").flag(false),
                        token.get("lstrip").flag(false),
                        token.get("rstrip").flag(false),
                        normalized,
                        special));
            }
        }
        return List.copyOf(tokens);
    }

    /** For one text and for two. */
    private Template[] templates(JsonTree processor, Vocabulary vocabulary) throws TokenizerFileException {
        if (processor.isNull()) {
            return new Template[] {Template.BARE, Template.BARE_PAIR};
        }
        return switch (processor.type()) {
            case "TemplateProcessing" -> new Template[] {
                template(processor, "single", vocabulary), template(processor, "pair", vocabulary)
            };
            case "BertProcessing" -> {
                int cls = bertToken(processor.get("cls"), vocabulary);
                int sep = bertToken(processor.get("sep"), vocabulary);
                yield new Template[] {Template.bert(cls, sep), Template.bertPair(cls, sep)};
            }
            default -> throw processor.unsupported(processor.type(), "TemplateProcessing and BertProcessing");
        };
    }

    /** {@code ["[CLS]", 101]}. */
    private int bertToken(JsonTree pair, Vocabulary vocabulary) throws TokenizerFileException {
        List<JsonTree> parts = pair.elements();
        if (parts.size() != 2) {
            throw pair.expected("a token and its id");
        }
        return specialToken(parts.get(0).string(), parts.get(1), vocabulary);
    }

    private int specialToken(String name, JsonTree id, Vocabulary vocabulary) throws TokenizerFileException {
        if (!name.equals(vocabulary.token(id.integer()))) {
            throw new TokenizerFileException(file, id.place() + ": the vocabulary has no \"" + name + "\" with id "
                    + id.integer() + "; make them agree");
        }
        return id.integer();
    }

    private Template template(JsonTree processor, String name, Vocabulary vocabulary) throws TokenizerFileException {
        IntSink ids = new IntSink();
        IntSink types = new IntSink();
        for (JsonTree piece : processor.get(name).elements()) {
            JsonTree sequence = piece.get("Sequence");
            JsonTree special = piece.get("SpecialToken");
            int type = (sequence.isNull() ? special : sequence).get("type_id").integer();
            if (!sequence.isNull()) {
                ids.add(sequence.get("id").string().equals("B") ? Template.SECOND : Template.FIRST);
                types.add(type);
            } else {
                JsonTree token = processor.get("special_tokens").get(special.get("id").string());
                List<JsonTree> tokens = token.get("tokens").elements();
                List<JsonTree> tokenIds = token.get("ids").elements();
                if (tokens.size() != tokenIds.size()) {
                    throw token.expected("as many ids as tokens");
                }
                for (int i = 0; i < tokens.size(); i++) {
                    ids.add(specialToken(tokens.get(i).string(), tokenIds.get(i), vocabulary));
                    types.add(type);
                }
            }
        }
        Template template = new Template(ids.toArray(), types.toArray());
        int texts = template.ids().length - template.specials();
        boolean complete = template.place(Template.FIRST) >= 0 && texts == (name.equals("pair") ? 2 : 1)
                && (texts == 1 || template.place(Template.SECOND) >= 0);
        if (!complete) {
            throw processor.get(name).expected("a template with each text once");
        }
        return template;
    }

    private static OptionalInt truncation(JsonTree truncation, Template single) throws TokenizerFileException {
        if (truncation.isNull()) {
            return OptionalInt.empty();
        }
        if (!truncation.get("direction").string("Right").equals("Right")) {
            throw truncation.get("direction").unsupported(truncation.get("direction").string(), "Right");
        }
        if (!truncation.get("strategy").string("LongestFirst").equals("LongestFirst")) {
            throw truncation.get("strategy").unsupported(truncation.get("strategy").string(), "LongestFirst");
        }
        JsonTree max = truncation.get("max_length");
        if (max.integer() < single.specials()) {
            throw max.expected("at least the number of special tokens");
        }
        return OptionalInt.of(max.integer());
    }

    private static WordPieceModel.Decoder decoder(JsonTree decoder, String prefix) throws TokenizerFileException {
        boolean given = !decoder.isNull() && decoder.type().equals("WordPiece");
        return given
                ? new WordPieceModel.Decoder(decoder.get("prefix").string(prefix), decoder.get("cleanup").flag(true))
                : new WordPieceModel.Decoder(prefix, true);
    }

    /** CLS and SEP are what the template puts first and last; PAD and MASK go by the names that models use. */
    private static SpecialTokens specialTokens(JsonTree root, Vocabulary vocabulary, int unknown, Template single)
            throws TokenizerFileException {
        int[] ids = single.ids();
        OptionalInt cls = ids[0] >= 0 ? OptionalInt.of(ids[0]) : vocabulary.id("[CLS]");
        OptionalInt sep = ids[ids.length - 1] >= 0 ? OptionalInt.of(ids[ids.length - 1]) : vocabulary.id("[SEP]");
        JsonTree padding = root.get("padding");
        String pad = padding.isNull() ? "[PAD]" : padding.get("pad_token").string("[PAD]");
        OptionalInt padId = vocabulary.id(pad).isPresent() ? vocabulary.id(pad) : vocabulary.id("<pad>");
        OptionalInt maskId = vocabulary.id("[MASK]").isPresent() ? vocabulary.id("[MASK]") : vocabulary.id("<mask>");
        return new SpecialTokens(unknown, cls, sep, padId, maskId);
    }
}
