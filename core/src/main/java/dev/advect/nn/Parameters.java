package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.torch.Torch;
import dev.advect.nn.vector.Reductions;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * The trainable parameters of a network in one flat block, so that an optimiser step, the sum of the replicas' gradients and
 * a checkpoint are each one operation on one array.
 *
 * <p>A {@link Replica} views the block as one tensor per slot and has its own gradient block: every worker differentiates
 * its shard of a minibatch through its own replica, and {@link #sumGradients} adds the gradients in order. {@link #frozen} views
 * the block without gradients.
 */
public final class Parameters implements AutoCloseable {

    /** The name and shape of one tensor in the block. */
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
    /** Whether each value is held constant; null if none is. */
    private @Nullable BitSet held;

    /** @param replicas number of workers that differentiate at once; 0 for parameters that have no gradient */
    public Parameters(List<Slot> slots, int replicas) {
        this.slots = List.copyOf(slots);
        long size = slots.stream().mapToLong(Slot::size).sum();
        values = new HostTensor(size);
        gradient = new HostTensor(replicas > 0 ? size : 0);
        for (int i = 0; i < replicas; i++) {
            // the first replica's gradient shares the memory of the sum
            this.replicas.add(new Replica(i == 0 ? gradient : new HostTensor(size)));
        }
        frozen = new Replica(null);
    }

    /** A view of the slots [from, to) of {@code whole}, in the same memory. */
    private Parameters(Parameters whole, int from, int to) {
        slots = whole.slots.subList(from, to);
        long offset = whole.slots.subList(0, from).stream().mapToLong(Slot::size).sum();
        long size = slots.stream().mapToLong(Slot::size).sum();
        values = whole.values.slice(offset, size);
        gradient = whole.replicas.isEmpty() ? whole.gradient.slice(0, 0) : whole.gradient.slice(offset, size);
        for (Replica replica : whole.replicas) {
            HostTensor own = Objects.requireNonNull(replica.gradient);
            replicas.add(new Replica(own == whole.gradient ? gradient : own.slice(offset, size)));
        }
        frozen = new Replica(null);
    }

    /**
     * A view of the slots [from, to) as separate parameters in the same memory, for networks that are trained separately and
     * stored together. It must be closed before this.
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
     * A view of the entries [from, to) of every slot's first dimension, whose gradients go directly to {@link #gradient()},
     * for ensembles whose members are distributed over workers. It must be closed before this.
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
     * A view of the block as constants, through which only inputs have gradients. Thread-safe.
     */
    public Replica frozen() {
        return frozen;
    }

    /**
     * Holds some values constant from now on: {@link #sumGradients} sets their gradients to zero, so that no optimiser moves
     * them.
     *
     * @param from the first of the values
     * @param count how many
     */
    public void hold(long from, long count) {
        if (held == null) {
            held = new BitSet(Math.toIntExact(size()));
        }
        held.set(Math.toIntExact(from), Math.toIntExact(from + count));
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
        zeroHeld();
    }

    /**
     * Adds the gradients of several networks over the replicas of all processes, as {@link #sumGradients()} does for one
     * network in one process.
     *
     * @param arrays what the processes hand over to each other at the same time, see {@link Ranks#gather}
     */
    public static void sumGradients(Ranks ranks, List<Parameters> networks, Rows... arrays) {
        if (ranks.areOne()) {
            networks.forEach(Parameters::sumGradients);
            return;
        }
        List<List<MemorySegment>> vectors = new ArrayList<>();
        for (Parameters network : networks) {
            vectors.add(network.replicas.stream().map(replica -> replica.gradient().segment()).toList());
        }
        ranks.sum(vectors, arrays);
        networks.forEach(Parameters::zeroHeld);
    }

    private void zeroHeld() {
        if (held != null) {
            held.stream().forEach(i -> gradient.set(i, 0));
        }
    }

    /** The L2 norm of {@link #gradient()}. */
    public double gradientNorm() {
        try (PointerScope _ = new PointerScope()) {
            return gradient.tensor().norm().item_double();
        }
    }

    /** Writes {@link #values} under a name. */
    public void save(StateDict state, String name) {
        state.putFloats(name, values.toArray(), size());
    }

    /** Restores the values written by {@link #save}; the number of parameters must be the same. */
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

    /** A view of the block as leaf tensors of a computation graph, with its own gradient. */
    public final class Replica implements Weights, AutoCloseable {
        /** Null for constants. */
        private final @Nullable HostTensor gradient;
        private final List<Tensor> leaves = new ArrayList<>();
        private final List<TensorOptional> optionals = new ArrayList<>();

        private Replica(@Nullable HostTensor gradient) {
            this.gradient = gradient;
            long offset = 0;
            for (Slot slot : slots) {
                add(slot, offset);
                offset += slot.size();
            }
        }

        private Replica(HostTensor gradient, long from, long to) {
            this.gradient = gradient;
            long offset = 0;
            for (Slot slot : slots) {
                long[] shape = slot.shape().clone();
                long entry = slot.size() / shape[0];
                shape[0] = to - from;
                add(new Slot(slot.name(), shape), offset + from * entry);
                offset += slot.size();
            }
        }

        private void add(Slot slot, long offset) {
            Tensor leaf = leaf(slot, offset);
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

        private Tensor leaf(Slot slot, long offset) {
            long bytes = slot.size() * Float.BYTES;
            return Torch.keep(() -> {
                Tensor leaf = Torch.view(values.segment().asSlice(offset * Float.BYTES, bytes), slot.shape());
                if (gradient == null) {
                    return leaf;
                }
                leaf.requires_grad_(true);
                // autograd adds to an existing gradient: here, to the slot's part of the flat block
                leaf.mutable_grad().put(
                        Torch.view(gradient.segment().asSlice(offset * Float.BYTES, bytes), slot.shape()));
                return leaf;
            });
        }

        /** This replica's gradient, {@code [size()]}; fails for constants, which have none. */
        HostTensor gradient() {
            return Objects.requireNonNull(gradient);
        }

        /** Adds a gradient computed outside autograd, {@code [size()]}. */
        public void add(float[] other) {
            Reductions.add(other, gradient().segment());
        }

        @Override
        public Tensor get(int slot) {
            return leaves.get(slot);
        }

        /** The tensor of a slot as an optional, which is how libtorch takes a bias. */
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
