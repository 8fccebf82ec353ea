package dev.advect.nn;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

import java.util.ArrayList;
import java.util.List;

/**
 * All trainable numbers of a network in one flat block, so that the optimiser, the sum of the replicas' gradients and a
 * checkpoint are each one operation on one array.
 *
 * <p>A {@link Replica} sees the block as named tensors and has a gradient block of its own: every worker
 * differentiates its shard of a minibatch through its own replica, and {@link #sumGradients} adds them up in order.
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

    public Parameters(List<Slot> slots, int replicas) {
        this.slots = List.copyOf(slots);
        long size = slots.stream().mapToLong(Slot::size).sum();
        values = new HostTensor(size);
        gradient = new HostTensor(size);
        for (int i = 0; i < replicas; i++) {
            // the first replica's gradient is the sum's own memory
            this.replicas.add(new Replica(i == 0 ? gradient : new HostTensor(size)));
        }
    }

    public List<Slot> slots() {
        return slots;
    }

    /** All values, {@code [size()]}. */
    public HostTensor values() {
        return values;
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

    /** Sets every replica's gradient to zero. */
    public void zeroGradients() {
        for (Replica replica : replicas) {
            replica.gradient.segment().fill((byte) 0);
        }
    }

    /** Adds the replicas' gradients into {@link #gradient()}, in the order of the workers. */
    public void sumGradients() {
        try (PointerScope _ = new PointerScope()) {
            for (int i = 1; i < replicas.size(); i++) {
                gradient.tensor().add_(replicas.get(i).gradient.tensor());
            }
        }
    }

    /** The length of {@link #gradient()}. */
    public double gradientNorm() {
        try (PointerScope _ = new PointerScope()) {
            return gradient.tensor().norm().item_double();
        }
    }

    @Override
    public void close() {
        for (Replica replica : replicas) {
            replica.optionals.forEach(TensorOptional::close);
            replica.leaves.forEach(Tensor::close);
            if (replica.gradient != gradient) {
                replica.gradient.close();
            }
        }
        values.close();
        gradient.close();
    }

    /** The block as leaves of a computation graph, with gradients of their own. */
    public final class Replica {
        private final HostTensor gradient;
        private final List<Tensor> leaves = new ArrayList<>();
        private final List<TensorOptional> optionals = new ArrayList<>();

        private Replica(HostTensor gradient) {
            this.gradient = gradient;
            long at = 0;
            for (Slot slot : slots) {
                Tensor leaf = leaf(slot, at);
                leaves.add(leaf);
                optionals.add(optional(leaf));
                at += slot.size();
            }
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
                leaf.requires_grad_(true);
                // autograd adds to a gradient that is there already: here, to the slot's part of the flat block
                leaf.mutable_grad().put(
                        Torch.view(gradient.segment().asSlice(at * Float.BYTES, bytes), slot.shape()));
                return leaf;
            });
        }

        /** What this replica adds to the sum, {@code [size()]}. */
        HostTensor gradient() {
            return gradient;
        }

        /** The tensor of a slot, by its place in {@link #slots()}. */
        public Tensor get(int slot) {
            return leaves.get(slot);
        }

        /** The same, in the form in which libtorch takes a bias. */
        TensorOptional bias(int slot) {
            return optionals.get(slot);
        }
    }
}
