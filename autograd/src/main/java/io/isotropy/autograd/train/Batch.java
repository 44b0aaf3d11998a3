package io.isotropy.autograd.train;

/**
 * The examples of one forward and backward pass, by number. With (seed, epoch, example) a model keys whatever it draws for an example:
 * masks, augmentations.
 *
 * @param source which of several data sets they are from; 0 if there is one
 * @param epoch the pass over the data, from 0
 * @param examples places in the data set
 */
public record Batch(int source, int epoch, int[] examples) {

    public int size() {
        return examples.length;
    }
}
