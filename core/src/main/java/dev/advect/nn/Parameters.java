package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.torch.Torch;
import dev.advect.nn.vector.Reductions;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All trainable numbers of a network in one flat block, so that the optimiser, the sum of the replicas' gradients and a
 * checkpoint are each one operation on one array.
 *
 * <p>A {@link Replica} sees the block as named tensors and has a gradient block of its own: every worker
 * differentiates its shard of a minibatch through its own replica, and {@link #sumGradients} adds them up in order.
 * {@link #frozen} sees the block without gradients.
 */
public final class Parameters implements AutoCloseable {

    /** One named tensor of the block. */
    public record Slot(String name, long... shape) {
        long size() {
            long size = 1;
            for (long n : shape) {
                size *= n;
            }
            return size;
        }
    }

    private final List<Slot> slots;
    private final HostTensor values;
    private final HostTensor gradient;
    private final List<Replica> replicas = new ArrayList<>();
    private final Replica frozen;

    /** @param replicas how many workers differentiate at once; 0 for a copy that is never trained itself */
    public Parameters(List<Slot> slots, int replicas) {
        this.slots = List.copyOf(slots);
        long size = slots.stream().mapToLong(Slot::size).sum();
        values = new HostTensor(size);
        gradient = new HostTensor(replicas > 0 ? size : 0);
        for (int i = 0; i < replicas; i++) {
            // the first replica's gradient is the sum's own memory
            this.replicas.add(new Replica(i == 0 ? gradient : new HostTensor(size)));
        }
        frozen = new Replica(null);
    }

    /** Some successive slots of a whole, in its memory. */
    private Parameters(Parameters whole, int from, int to) {
        slots = whole.slots.subList(from, to);
        long at = whole.slots.subList(0, from).stream().mapToLong(Slot::size).sum();
        long size = slots.stream().mapToLong(Slot::size).sum();
        values = whole.values.slice(at, size);
        gradient = whole.replicas.isEmpty() ? whole.gradient.slice(0, 0) : whole.gradient.slice(at, size);
        for (Replica replica : whole.replicas) {
            HostTensor own = Objects.requireNonNull(replica.gradient);
            replicas.add(new Replica(own == whole.gradient ? gradient : own.slice(at, size)));
        }
        frozen = new Replica(null);
    }

    /**
     * The slots [from, to) as parameters of their own, in this one's memory: for networks that are trained apart and
     * kept together. To be closed before this.
     */
    public Parameters part(int from, int to) {
        return new Parameters(this, from, to);
    }

    public List<Slot> slots() {
        return slots;
    }

    /** All values, {@code [size()]}. */
    public HostTensor values() {
        return values;
    }

    /**
     * The entries [from, to) of every slot's first dimension as leaves of their own, with their gradients directly in
     * {@link #gradient()}: for members of an ensemble that workers share among themselves. To be closed before this.
     */
    public Replica entries(int from, int to) {
        return new Replica(gradient, from, to);
    }

    /** The gradient of the last {@link #sumGradients}, {@code [size()]}. */
    public HostTensor gradient() {
        return gradient;
    }

    public long size() {
        return values.size();
    }

    public Replica replica(int worker) {
        return replicas.get(worker);
    }

    /**
     * The block as constants: what is computed with it has a gradient with regard to its inputs only. Any number of
     * threads may use it at once.
     */
    public Replica frozen() {
        return frozen;
    }

    /** Sets every replica's gradient to zero. */
    public void zeroGradients() {
        for (Replica replica : replicas) {
            Objects.requireNonNull(replica.gradient).segment().fill((byte) 0);
        }
    }

    /** Adds the replicas' gradients into {@link #gradient()}, in the order of the workers. */
    public void sumGradients() {
        try (PointerScope _ = new PointerScope()) {
            for (int i = 1; i < replicas.size(); i++) {
                gradient.tensor().add_(Objects.requireNonNull(replicas.get(i).gradient).tensor());
            }
        }
    }

    /** The length of {@link #gradient()}. */
    public double gradientNorm() {
        try (PointerScope _ = new PointerScope()) {
            return gradient.tensor().norm().item_double();
        }
    }

    /** Writes {@link #values} under a name. */
    public void save(StateDict state, String name) {
        state.putFloats(name, values.toArray(), size());
    }

    /** Takes over what {@link #save} wrote, of as many numbers. */
    public void load(StateDict state, String name) {
        int size = (int) size();
        values.write(0, state.floats(name, size), 0, size);
    }

    @Override
    public void close() {
        frozen.close();
        for (Replica replica : replicas) {
            replica.close();
            if (replica.gradient != null && replica.gradient != gradient) {
                replica.gradient.close();
            }
        }
        values.close();
        gradient.close();
    }

    /** The block as leaves of a computation graph, with gradients of their own. */
    public final class Replica implements Weights, AutoCloseable {
        /** Null where there is none. */
        private final @Nullable HostTensor gradient;
        private final List<Tensor> leaves = new ArrayList<>();
        private final List<TensorOptional> optionals = new ArrayList<>();

        private Replica(@Nullable HostTensor gradient) {
            this.gradient = gradient;
            long at = 0;
            for (Slot slot : slots) {
                add(slot, at);
                at += slot.size();
            }
        }

        private Replica(HostTensor gradient, long from, long to) {
            this.gradient = gradient;
            long at = 0;
            for (Slot slot : slots) {
                long[] shape = slot.shape().clone();
                long entry = slot.size() / shape[0];
                shape[0] = to - from;
                add(new Slot(slot.name(), shape), at + from * entry);
                at += slot.size();
            }
        }

        private void add(Slot slot, long at) {
            Tensor leaf = leaf(slot, at);
            leaves.add(leaf);
            optionals.add(optional(leaf));
        }

        private static TensorOptional optional(Tensor leaf) {
            try (PointerScope _ = new PointerScope()) {
                TensorOptional optional = new TensorOptional(leaf);
                optional.retainReference();
                return optional;
            }
        }

        private Tensor leaf(Slot slot, long at) {
            long bytes = slot.size() * Float.BYTES;
            return Torch.keep(() -> {
                Tensor leaf = Torch.view(values.segment().asSlice(at * Float.BYTES, bytes), slot.shape());
                if (gradient == null) {
                    return leaf;
                }
                leaf.requires_grad_(true);
                // autograd adds to a gradient that is there already: here, to the slot's part of the flat block
                leaf.mutable_grad().put(
                        Torch.view(gradient.segment().asSlice(at * Float.BYTES, bytes), slot.shape()));
                return leaf;
            });
        }

        /** What this replica adds to the sum, {@code [size()]}; not for constants, which have none. */
        HostTensor gradient() {
            return Objects.requireNonNull(gradient);
        }

        /** Adds a gradient that was made by vector instructions, {@code [size()]}. */
        void add(float[] other) {
            Reductions.add(other, gradient().segment());
        }

        @Override
        public Tensor get(int slot) {
            return leaves.get(slot);
        }

        /** The same, in the form in which libtorch takes a bias. */
        TensorOptional bias(int slot) {
            return optionals.get(slot);
        }

        @Override
        public void close() {
            optionals.forEach(TensorOptional::close);
            leaves.forEach(Tensor::close);
        }
    }
}
