package io.isotropy.nlp.eval;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.lexical.SparseVector;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.repair.RepairedModel;
import io.isotropy.nlp.search.Hit;
import io.isotropy.nlp.search.Measure;
import io.isotropy.nlp.search.TopK;
import io.isotropy.nlp.search.VectorSearch;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents that answer queries: by the cosine of dense vectors, for models of terms by the inner product of the query's and the
 * documents' vectors, which for BM25 is its score. The {@value #DEPTH} best of each query are judged by {@link RankingFigures}; of equal scores the
 * larger id, as a string, comes first, as in trec_eval.
 *
 * @param queryPrefix what a sentence encoder reads before a query; null for its own prompt of that purpose, or none
 * @param documentPrefix the same before a document
 */
public record RetrievalTask(RetrievalData data, @Nullable String queryPrefix, @Nullable String documentPrefix) implements Task {

    /** How many documents are ranked: BEIR's 1000. */
    private static final int DEPTH = 1000;

    @Override
    public String name() {
        return data.name();
    }

    @Override
    public TaskKind kind() {
        return TaskKind.RETRIEVAL;
    }

    @Override
    public TaskResult evaluate(EmbeddingModel model, TaskProgress progress) {
        List<String> documents = List.copyOf(data.documents().keySet());
        List<String> queries = List.copyOf(data.queries().keySet());
        List<List<Hit>> hits = model instanceof TermModel terms ? byTerms(terms) : byVectors(model, progress);
        List<RankingFigures> figures = IntStream.range(0, queries.size()).parallel().mapToObj(i -> {
            List<String> ranking = hits.get(i).stream()
                    .sorted(Comparator.comparingDouble((Hit hit) -> -hit.score())
                            .thenComparing(hit -> documents.get(hit.row()), Comparator.reverseOrder()))
                    .map(hit -> documents.get(hit.row()))
                    .toList();
            return RankingFigures.of(ranking, Objects.requireNonNull(data.relevance().get(queries.get(i))));
        }).toList();
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("ndcg_at_10", mean(figures, RankingFigures::ndcg));
        scores.put("mrr_at_10", mean(figures, RankingFigures::reciprocalRank));
        for (int i = 0; i < RankingFigures.DEPTHS.size(); i++) {
            int depth = i;
            scores.put("recall_at_" + RankingFigures.DEPTHS.get(i), mean(figures, one -> one.recall().get(depth)));
        }
        scores.put("map", mean(figures, RankingFigures::averagePrecision));
        return new TaskResult(
                name(), kind(), scores, new Resampled.Mean(figures.stream().mapToDouble(RankingFigures::ndcg).toArray()), remarks());
    }

    private static double mean(List<RankingFigures> figures, ToDoubleFunction<RankingFigures> figure) {
        return figures.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (data.withoutAnswer() > 0) {
            remarks.add(data.withoutAnswer() + " queries have no relevant document and are left out");
        }
        if (data.unknownQueries() > 0) {
            remarks.add(data.unknownQueries() + " judgements are of queries that are not there and are left out");
        }
        if (data.unknownDocuments() > 0) {
            remarks.add(data.unknownDocuments() + " relevant documents are not there and count as not found");
        }
        return remarks;
    }

    private List<List<Hit>> byVectors(EmbeddingModel model, TaskProgress progress) {
        EmbeddingModel ofDocuments = prefixed(model, documentPrefix, "document", "passage", "corpus");
        EmbeddingModel ofQueries = prefixed(model, queryPrefix, "query");
        Tensor documents = TextMatrix.of(ofDocuments, List.copyOf(data.documents().values()), progress);
        List<String> texts = List.copyOf(data.queries().values());
        Tensor queries = TextMatrix.of(ofQueries, texts, progress);
        int dimension = model.dimension();
        List<float[]> vectors = IntStream.range(0, texts.size()).mapToObj(i -> {
            float[] vector = new float[dimension];
            queries.buffer().read((long) i * dimension, vector, 0, dimension);
            return vector;
        }).toList();
        return VectorSearch.of(documents, Measure.COSINE).best(vectors, DEPTH);
    }

    /** The model with a prefix: that given, else the first of its own prompts for one of some purposes, else as it is. */
    private static EmbeddingModel prefixed(EmbeddingModel model, @Nullable String given, String... purposes) {
        if (model instanceof RepairedModel repaired && repaired.base() instanceof SentenceEncoder base) {
            return prefixed(base, given, purposes) instanceof SentenceEncoder read ? repaired.withBase(read) : model;
        }
        if (!(model instanceof SentenceEncoder encoder)) {
            return model;
        }
        if (given != null) {
            return encoder.withPrefix(given);
        }
        for (String purpose : purposes) {
            String prompt = encoder.prompts().get(purpose);
            if (prompt != null) {
                return encoder.withPrefix(prompt);
            }
        }
        return model;
    }

    /** Documents that share no term with a query are not found. */
    private List<List<Hit>> byTerms(TermModel model) {
        List<SparseVector> documents = data.documents().values().parallelStream().map(model::vector).toList();
        List<List<Integer>> withTerm = new ArrayList<>();
        for (int term = 0; term < model.dimension(); term++) {
            withTerm.add(new ArrayList<>());
        }
        for (int row = 0; row < documents.size(); row++) {
            for (int term : documents.get(row).indices()) {
                withTerm.get(term).add(row);
            }
        }
        return data.queries().values().parallelStream().map(text -> {
            SparseVector query = model.queryVector(text);
            TopK best = new TopK(Math.min(DEPTH, documents.size()));
            IntStream.of(query.indices())
                    .flatMap(term -> withTerm.get(term).stream().mapToInt(Integer::intValue))
                    .distinct()
                    .forEach(row -> best.add(row, query.dot(documents.get(row))));
            return IntStream.range(0, best.size()).mapToObj(i -> new Hit(best.row(i), best.score(i))).toList();
        }).toList();
    }
}
