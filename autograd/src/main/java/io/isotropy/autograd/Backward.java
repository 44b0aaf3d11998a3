package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One backward pass. Variables are visited in the reverse of the order in which they were made, so that each is complete when its turn
 * comes. The pass counts who holds which memory: a gradient with one holder may be overwritten, and memory without holders is handed
 * back at once, so that no more is alive than the formulas ask for.
 */
public final class Backward {

    private final IdentityHashMap<Object, Integer> holders = new IdentityHashMap<>();
    private final Var root;

    /** The scope of the product that runs: what is not kept goes at its end. */
    private @Nullable Scope scope;

    private Backward(Var root) {
        this.root = root;
    }

    static void run(Var root, Tensor dy) {
        Backward pass = new Backward(root);
        List<Var> parameters = new ArrayList<>();
        List<Var> order = pass.collect(parameters);
        pass.hold(dy); // the caller's: not to be changed or handed back
        pass.add(root, dy);
        for (Var node : order) {
            pass.visit(node);
        }
        for (Var parameter : parameters) {
            Tensor gradient = parameter.gradient();
            if (gradient != null) {
                arrived(parameter, gradient);
            }
        }
    }

    /** All operations that the root was made of, last first; its parameters go to {@code parameters}. */
    private List<Var> collect(List<Var> parameters) {
        Set<Var> seen = new HashSet<>();
        ArrayDeque<Var> open = new ArrayDeque<>();
        List<Var> order = new ArrayList<>();
        seen.add(root);
        open.add(root);
        while (!open.isEmpty()) {
            Var node = open.removeLast();
            hold(node.value());
            if (!node.requiresGradient) {
                continue;
            }
            if (node.isParameter()) {
                parameters.add(node);
                continue;
            }
            if (node.pullback == null) {
                throw new IllegalStateException("[backward] an earlier backward pass has freed " + node
                        + ": add the losses and run one pass, or detach what they share");
            }
            order.add(node);
            for (Var input : node.inputs) {
                if (seen.add(input)) {
                    input.uses = 0;
                    open.add(input);
                }
                input.uses++;
            }
        }
        order.sort(Comparator.comparingLong((Var node) -> node.id).reversed());
        return order;
    }

    private void visit(Var node) {
        Tensor dy = node.hasGradient ? node.gradient : null;
        Var.Pullback pullback = node.pullback;
        if (dy != null && pullback != null) {
            if (node.retained) {
                hold(dy); // its own from now on
            }
            arrived(node, dy);
            Scope around = scope;
            try (Scope inner = Scope.open()) {
                scope = inner;
                pullback.pull(dy, this);
            } finally {
                scope = around;
            }
        }
        for (Var input : node.inputs) {
            input.uses--;
        }
        node.pullback = null;
        node.inputs = List.of();
        if (!node.retained) {
            node.gradient = null;
            node.hasGradient = false;
            if (dy != null) {
                drop(dy);
            }
            if (node != root) {
                drop(node.value());
            }
        }
    }

    /** The gradient of a variable is whole. */
    private static void arrived(Var node, Tensor gradient) {
        List<Consumer<Tensor>> hooks = node.gradientHooks;
        if (hooks != null) {
            hooks.forEach(hook -> hook.accept(gradient));
        }
        Trace.arrived(node, gradient);
    }

    /**
     * Adds a gradient to that of {@code input}. The pass may keep, change and hand back one that was made in the product that runs, unless
     * another holds its memory; what was made outside stays as it is.
     */
    public void add(Var input, Tensor gradient) {
        boolean known = holders.containsKey(gradient.memory()) || scope != null && scope.contains(gradient);
        if (!known) {
            hold(gradient); // the caller's
        }
        take(input, gradient);
    }

    /** As {@link #add}, of a gradient that is the pass's from now on wherever it was made. */
    void take(Var input, Tensor gradient) {
        if (!input.requiresGradient) {
            return;
        }
        require(gradient.shape().equals(input.shape()), "backward", "a gradient must have its variable's shape",
                input.op, input.shape(), "gradient", gradient.shape());
        Tensor sum = input.hasGradient ? input.gradient : null;
        if (input.isParameter()) {
            into(input, (target, add) -> {
                if (add) {
                    addTo(target, gradient);
                } else {
                    target.assign(gradient);
                }
            });
        } else if (sum == null) {
            receive(input, keep(gradient));
        } else if (isOwn(sum)) {
            addTo(sum, gradient);
        } else {
            Tensor both = keep(sum.plus(gradient));
            drop(sum);
            receive(input, both);
        }
    }

    /** Writes a gradient, or adds it to what is there. */
    public interface Writer {
        /**
         * Writes.
         *
         * @param target contiguous, of the variable's shape
         * @param add whether to add to what {@code target} holds, rather than overwrite it
         */
        void write(Tensor target, boolean add);
    }

    /** Lets {@code writer} write the gradient of {@code input} where it belongs, without a copy. Nothing where no gradient is wanted. */
    public void into(Var input, Writer writer) {
        if (!input.requiresGradient) {
            return;
        }
        if (input.isParameter()) {
            Tensor target = input.gradient;
            if (target == null) {
                target = Scope.outside(() -> input.value().like());
                input.gradient = target;
            }
            writer.write(target, input.hasGradient);
            input.hasGradient = true;
            return;
        }
        Tensor sum = input.hasGradient ? input.gradient : null;
        if (sum != null && isOwn(sum)) {
            writer.write(sum, true);
        } else {
            Tensor fresh = input.value().like();
            writer.write(fresh, false);
            add(input, fresh);
        }
    }

    /**
     * A tensor of the shape of {@code input} to write its gradient to: the memory of its value where nothing reads that again, else new
     * memory. For element-wise gradients, which may overwrite what they read.
     */
    Tensor inPlaceOf(Var input) {
        Tensor value = input.value();
        boolean last = input.uses == 1 && input.valueUnused && !input.retained && input.requiresGradient && !input.isParameter();
        boolean alone = holders.getOrDefault(value.memory(), 0) == 1;
        return last && alone && value.isContiguous() ? value : value.like();
    }

    /** {@code dy}, if the product may overwrite it, else new memory of its shape. */
    Tensor inPlaceOf(Tensor dy) {
        return isOwn(dy) ? dy : dy.like();
    }

    private boolean isOwn(Tensor gradient) {
        return holders.getOrDefault(gradient.memory(), 0) == 1 && gradient.isContiguous();
    }

    private void receive(Var input, Tensor gradient) {
        hold(gradient);
        input.gradient = gradient;
        input.hasGradient = true;
    }

    private Tensor keep(Tensor gradient) {
        return scope == null ? gradient : scope.keep(gradient);
    }

    private void hold(Tensor tensor) {
        holders.merge(tensor.memory(), 1, Integer::sum);
    }

    private void drop(Tensor tensor) {
        int left = holders.merge(tensor.memory(), -1, Integer::sum);
        if (left == 0) {
            holders.remove(tensor.memory());
            tensor.release();
        }
    }

    /** y += x, element by element. */
    static void addTo(Tensor y, Tensor x) {
        int size = y.shape().size();
        try (Scope _ = Scope.open()) {
            y.kernels().elementwise().binary(
                    Binary.ADD, y.buffer(), Layout.MATRIX, x.contiguous().buffer(), Layout.MATRIX, y.buffer(), 1, size);
        }
    }

    /** The gradient of what was broadcast from {@code shape}: Σ over the repeated dims. */
    static Tensor sumTo(Tensor dy, Shape shape) {
        Tensor sum = dy;
        int extra = dy.rank() - shape.rank();
        if (extra > 0) {
            int size = dy.shape().slice(0, extra).size();
            int[] dims = new int[shape.rank() + 1];
            dims[0] = size;
            System.arraycopy(dy.shape().toArray(), extra, dims, 1, shape.rank());
            sum = sum.reshape(dims).sum(0);
        }
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.dim(axis) == 1 && sum.shape().dim(axis) != 1) {
                sum = sum.sum(axis, true);
            }
        }
        return sum;
    }
}
