package io.isotropy.docs;

import io.isotropy.nlp.hub.Models;
import io.isotropy.nlp.search.Hit;
import io.isotropy.nlp.search.Measure;
import io.isotropy.nlp.search.VectorSearch;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The Java of README and of the recipes. */
final class PageExamples {

    private PageExamples() {}

    static void readme() throws IOException {
        // begin: readme
        try (SentenceEncoder model = Models.load("all-MiniLM-L6-v2")) {
            float[] vector = model.embed("A man is playing a guitar.");
            List<float[]> vectors = model.embed(List.of("How do I reset my password?", "what is the capital of france"));
            System.out.println(vector.length + " numbers, " + model.countTokens("A man is playing a guitar.") + " tokens");
            System.out.println(vectors.size() + " vectors");
        }
        // end: readme
    }

    static List<Hit> search(Tensor vectors, float[] query) {
        // begin: search
        VectorSearch search = VectorSearch.of(vectors, Measure.COSINE);   // (N, D)
        List<Hit> hits = search.best(query, 10);
        // end: search
        return hits;
    }

    static void words(Path file) throws IOException {
        // begin: words
        try (WordVectors vectors = WordVectors.load(file)) {
            vectors.nearest(List.of("king", "woman"), List.of("man"), 10);                 // 3CosAdd; nearestByProduct is 3CosMul
            System.out.println(vectors.doesntMatch(List.of("breakfast", "cereal", "dinner", "lunch")));
            List<String> one = List.of("breakfast", "for", "a", "king"), other = List.of("the", "queen", "has", "lunch");
            System.out.println(vectors.wordMoversDistance(one, other, true));              // exact; relaxedWordMoversDistance bounds it
            System.out.println(vectors.closerThan("cat", "dog"));
        }
        // end: words
    }
}
