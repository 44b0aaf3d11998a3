package io.isotropy.tour;

/**
 * How large the tour is.
 *
 * @param name of the scale
 * @param texts that models learn from, at most
 * @param testPairs scored pairs that measure
 * @param trainingPairs scored, labelled and contrasted pairs to learn from, of each kind
 * @param pool texts that neighbours are looked for in
 * @param dimension of vectors of words, of texts and of LSA
 * @param epochs of word vectors
 * @param topics K
 * @param topicIterations of Gibbs sampling
 * @param terms the most dimensions of term vectors
 * @param network of the neural models
 */
public record Scale(
        String name, int texts, int testPairs, int trainingPairs, int pool, int dimension, int epochs, int topics, int topicIterations,
        int terms, Network network) {

    /**
     * The sizes of neural models.
     *
     * @param vocabulary of pieces of words
     * @param hidden D
     * @param layers of BERT
     * @param heads of its attention
     * @param maxLength of a text, in tokens
     * @param pretrainingSteps of the masked language model
     * @param steps of every other training
     * @param batch texts of a step
     */
    public record Network(
            int vocabulary, int hidden, int layers, int heads, int maxLength, int pretrainingSteps, int steps, int batch) {}

    /** Minutes: to see that everything works. Vectors this small and this little trained say nothing about who is best. */
    public static final Scale QUICK =
            new Scale("quick", 15_000, 400, 3_000, 300, 50, 5, 20, 60, 5_000, new Network(4_000, 64, 2, 2, 128, 250, 60, 64));

    /** All of WordNet's glosses. */
    public static final Scale DEFAULT =
            new Scale("default", 200_000, 1_500, 12_000, 600, 100, 10, 100, 300, 20_000, new Network(12_000, 128, 3, 4, 128, 2_500, 500, 64));
}
