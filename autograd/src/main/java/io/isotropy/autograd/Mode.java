package io.isotropy.autograd;

import io.isotropy.tensor.Philox;

/** Whether a model is used or trained; training carries its source of randomness. */
public sealed interface Mode {

    /** The model is used: no dropout. */
    static Mode eval() {
        return Eval.EVAL;
    }

    /**
     * The model is trained. The random numbers of a step are a function of seed and step alone, so that a resumed run, any number of
     * threads and a recomputed layer see the same.
     */
    static Mode train(long seed, long step) {
        return new Train(Philox.of(seed).child(step), 0);
    }

    /** A mode that continues from here by itself: running the same layers with it repeats the same random numbers. */
    Mode fork();

    /** Using. */
    enum Eval implements Mode {
        /** The only one. */
        EVAL;

        @Override
        public Mode fork() {
            return this;
        }
    }

    /** Training. Every place that draws numbers takes a stream of its own, in the order of the forward pass. */
    final class Train implements Mode {

        private final Philox random;
        private long next;

        private Train(Philox random, long next) {
            this.random = random;
            this.next = next;
        }

        /** The generator of the next place: the seed of the step, a stream of its own. */
        public Philox next() {
            return random.withStream(next++);
        }

        @Override
        public Mode fork() {
            return new Train(random, next);
        }
    }
}
