package io.isotropy.nlp.eval;

import io.isotropy.nlp.EmbeddingModel;
import java.util.List;

/** A text's vector is how often each of some words is in it. */
record WordCountModel(List<String> words) implements EmbeddingModel {

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public int dimension() {
        return words.size();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return texts.stream().map(text -> {
            float[] vector = new float[words.size()];
            for (String word : text.split(" ")) {
                int place = words.indexOf(word);
                if (place >= 0) {
                    vector[place]++;
                }
            }
            return vector;
        }).toList();
    }

    @Override
    public void close() {}
}
