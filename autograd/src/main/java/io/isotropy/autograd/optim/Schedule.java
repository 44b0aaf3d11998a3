package io.isotropy.autograd.optim;

import static io.isotropy.tensor.Shape.require;

/**
 * The learning rate by step, as in Hugging Face's {@code get_scheduler}: a factor that rises from 0 over the warm-up, then stays or
 * falls to 0 at the last step.
 */
public sealed interface Schedule {

    /**
     * The factor for a step.
     *
     * @param step the number of steps made before it: 0 for the first
     */
    double factor(long step);

    /** "constant_with_warmup"; without warm-up, "constant". */
    record Constant(long warmupSteps) implements Schedule {

        /** Checks. */
        public Constant {
            requireSteps(warmupSteps, Long.MAX_VALUE);
        }

        @Override
        public double factor(long step) {
            return step < warmupSteps ? rise(step, warmupSteps) : 1;
        }
    }

    /** "linear": falls in a straight line. */
    record Linear(long warmupSteps, long totalSteps) implements Schedule {

        /** Checks. */
        public Linear {
            requireSteps(warmupSteps, totalSteps);
        }

        @Override
        public double factor(long step) {
            return step < warmupSteps
                    ? rise(step, warmupSteps)
                    : Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
        }
    }

    /** "cosine": falls along half a cosine (Loshchilov and Hutter 2017, eq. 5, without restarts). */
    record Cosine(long warmupSteps, long totalSteps) implements Schedule {

        /** Checks. */
        public Cosine {
            requireSteps(warmupSteps, totalSteps);
        }

        @Override
        public double factor(long step) {
            if (step < warmupSteps) {
                return rise(step, warmupSteps);
            }
            double progress = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
            return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
        }
    }

    /** Within the warm-up, where every step below 0 would be. */
    private static double rise(long step, long warmupSteps) {
        require(step >= 0, "schedule", "a step must be 0 or more", "step", step);
        return (double) step / Math.max(1, warmupSteps);
    }

    private static void requireSteps(long warmupSteps, long totalSteps) {
        require(warmupSteps >= 0 && totalSteps >= 0, "schedule", "steps must be 0 or more",
                "warm-up", warmupSteps, "total", totalSteps);
    }
}
