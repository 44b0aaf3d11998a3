package io.isotropy.nlp.repair;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A model, and what repairs its vectors; afterwards they may be scaled to length 1. A vector of zeros stays one: it is what models of words give
 * a text none of whose words they know, and has no direction to repair.
 *
 * <pre>{@code
 * Moments moments = Moments.of(base, Corpus.of(texts), _ -> {});
 * EmbeddingModel whitened = new RepairedModel(base, Whitening.fit(moments, Whitening.Config.DEFAULT), true);
 * }</pre>
 *
 * @param name what people call it
 * @param base whose vectors should not be scaled to length 1; closed with this model
 */
public record RepairedModel(String name, EmbeddingModel base, Repair repair, boolean normalize) implements EmbeddingModel {

    /** Vectors that are repaired at once: few, since they are held in double on the way. */
    private static final int ROWS = 256;

    /** Checks that the repair fits. */
    public RepairedModel {
        if (base.dimension() != repair.inputDimension()) {
            throw new IllegalArgumentException("[repairedModel] the repair must be for the base's vectors of " + base.dimension()
                    + " components: got one for " + repair.inputDimension());
        }
    }

    /** One that is called after both. */
    public RepairedModel(EmbeddingModel base, Repair repair, boolean normalize) {
        this(base.name() + "+" + repair.name(), base, repair, normalize);
    }

    /** The same with vectors of length 1, or as the repair gives them. */
    public RepairedModel withNormalize(boolean unit) {
        return new RepairedModel(name, base, repair, unit);
    }

    /**
     * The same with the first components alone.
     *
     * @throws IllegalArgumentException if there are not so many, or the repair is none whose first components are the ones that matter
     */
    public RepairedModel withDimension(int size) {
        return switch (repair) {
            case Whitening whitening -> new RepairedModel(name, base, whitening.withDimension(size), normalize);
            case AllButTheTop _, SentenceFlow _ -> throw new IllegalArgumentException("[withDimension] " + name + " has no order of components");
        };
    }

    /**
     * The same on another form of its base: one that cuts texts elsewhere or puts a prompt before them, say.
     *
     * @throws IllegalArgumentException if that gives vectors of another length
     */
    public RepairedModel withBase(SentenceEncoder other) {
        return new RepairedModel(name, other, repair, normalize);
    }

    @Override
    public int dimension() {
        return repair.dimension();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        List<float[]> vectors = base.embed(texts);
        List<float[]> repaired = new ArrayList<>(vectors.size());
        for (int from = 0; from < vectors.size(); from += ROWS) {
            List<float[]> some = vectors.subList(from, Math.min(from + ROWS, vectors.size()));
            List<float[]> images = repair.apply(some);
            for (int i = 0; i < some.size(); i++) {
                repaired.add(finished(some.get(i), images.get(i)));
            }
        }
        return repaired;
    }

    private float[] finished(float[] vector, float[] image) {
        if (squared(vector) == 0) {
            return new float[image.length];
        }
        double length = Math.sqrt(squared(image));
        if (normalize && length > 0) {
            for (int j = 0; j < image.length; j++) {
                image[j] = (float) (image[j] / length);
            }
        }
        return image;
    }

    private static double squared(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum;
    }

    @Override
    public void close() {
        repair.close();
        base.close();
    }
}
