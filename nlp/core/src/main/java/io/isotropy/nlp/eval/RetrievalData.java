package io.isotropy.nlp.eval;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents, queries and which of the ones answer the others, in BEIR's form (Thakur et al. 2021): {@code corpus.jsonl}, {@code queries.jsonl}, and
 * {@code qrels/test.tsv} or {@code qrels.tsv}; each may have a prefix such as {@code dev-}. The form of TREC's qrels, four columns without a header,
 * is read as well.
 *
 * @param name the folder's
 * @param documents texts by their ids: title and text with a space between
 * @param queries texts by their ids: those that have a relevant document
 * @param relevance of documents by query; documents that are not there can be relevant but never found
 * @param withoutAnswer queries that have no relevant document and are left out
 * @param unknownQueries judgements of queries that are not there, left out
 * @param unknownDocuments relevant documents that are not there
 */
public record RetrievalData(
        String name, Map<String, String> documents, Map<String, String> queries, Map<String, Map<String, Integer>> relevance, int withoutAnswer,
        int unknownQueries, int unknownDocuments) {

    private static final String CORPUS = "corpus.jsonl";

    /** Whether a folder has such files. */
    public static boolean isOne(Path folder) throws IOException {
        return Files.isDirectory(folder) && corpus(folder) != null;
    }

    private static @Nullable Path corpus(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> fileName(file).endsWith(CORPUS)).sorted().findFirst().orElse(null);
        }
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Reads a folder.
     *
     * @throws IOException if a file is missing or a line is not as it must be; the message names it
     */
    public static RetrievalData read(Path folder) throws IOException {
        Path corpus = corpus(folder);
        if (corpus == null) {
            throw new TextFileException(folder.toString(), "has no " + CORPUS + "; a folder of retrieval data holds it with queries.jsonl and qrels.tsv");
        }
        String prefix = fileName(corpus).substring(0, fileName(corpus).length() - CORPUS.length());
        Map<String, String> documents = texts(corpus);
        Map<String, String> queries = texts(folder.resolve(prefix + "queries.jsonl"));
        Path split = folder.resolve("qrels").resolve("test.tsv");
        Path qrels = Files.exists(split) ? split : folder.resolve(prefix + "qrels.tsv");
        Map<String, Map<String, Integer>> relevance = judgements(qrels);
        int judgements = count(relevance);
        relevance.keySet().retainAll(queries.keySet());
        int unknownQueries = judgements - count(relevance);
        int asked = queries.size();
        relevance.values().removeIf(judged -> judged.values().stream().noneMatch(r -> r > 0));
        queries.keySet().retainAll(relevance.keySet());
        if (queries.isEmpty()) {
            throw new TextFileException(qrels.toString(), "names a relevant document for none of the " + asked + " queries");
        }
        int unknownDocuments = (int) relevance.values().stream()
                .flatMap(of -> of.entrySet().stream())
                .filter(entry -> entry.getValue() > 0 && !documents.containsKey(entry.getKey()))
                .count();
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new RetrievalData(name == null ? folder.toString() : name.toString(), documents, queries, relevance, asked - queries.size(),
                unknownQueries, unknownDocuments);
    }

    private static int count(Map<String, Map<String, Integer>> relevance) {
        return relevance.values().stream().mapToInt(Map::size).sum();
    }

    private static Map<String, String> texts(Path file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                String id;
                String text;
                try {
                    Json object = Json.parse(line, "");
                    id = id(object.get("_id"));
                    String title = object.getString("title", "");
                    text = title.isBlank() ? object.get("text").asString() : title + " " + object.get("text").asString();
                } catch (JsonException e) {
                    throw lines.error(e.inOneLine() + "; every line must be an object such as {\"_id\": \"…\", \"text\": \"…\"}");
                }
                if (texts.put(id, text) != null) {
                    throw lines.error("has the _id \"" + id + "\" of an earlier line; ids must be there once");
                }
            }
        }
        if (texts.isEmpty()) {
            throw new TextFileException(file.toString(), "holds no text");
        }
        return texts;
    }

    private static String id(Json id) {
        return id.kind() == Json.Kind.NUMBER ? id.toString().strip() : id.asString();
    }

    private static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> relevance = new TreeMap<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            boolean first = true;
            for (String line = lines.next(); line != null; line = lines.next()) {
                String[] fields = line.strip().split(line.indexOf('\t') >= 0 ? "\t" : "\\s+");
                boolean names = first && fields.length >= 3 && !fields[fields.length - 1].matches("-?[0-9]{1,9}");
                first = false;
                if (line.isBlank() || names) {
                    continue;
                }
                if (fields.length != 3 && fields.length != 4 || !fields[fields.length - 1].matches("-?[0-9]{1,9}")) {
                    throw lines.error("must be a query's id, a document's id and a whole number between tabs, or TREC's four columns");
                }
                Integer before = relevance.computeIfAbsent(fields[0], _ -> new TreeMap<>())
                        .put(fields[fields.length - 2], Integer.valueOf(fields[fields.length - 1]));
                if (before != null) {
                    throw lines.error("judges the document " + fields[fields.length - 2] + " for the query " + fields[0] + " a second time");
                }
            }
        }
        return relevance;
    }
}
