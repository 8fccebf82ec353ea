package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dictionary of named arrays in insertion order, which is the unit of saving, like PyTorch's {@code state_dict}.
 *
 * <p>Each component writes under its own prefix: after {@code policy.save(state.child("policy"))} the policy's
 * {@code layer0.weight} is stored as {@code policy.layer0.weight}. Arrays are stored and returned without copying, so
 * they must not be changed until the state is written. This class is not thread-safe.
 */
public final class StateDict {
    private final Map<String, Tensor> tensors;
    private final String prefix;

    /** Creates an empty dictionary. */
    public StateDict() {
        this(new LinkedHashMap<>(), "");
    }

    private StateDict(Map<String, Tensor> tensors, String prefix) {
        this.tensors = tensors;
        this.prefix = prefix;
    }

    /** A view of the entries under {@code name + "."}. Entries put into the view are put into this dictionary. */
    public StateDict child(String name) {
        if (name.isEmpty() || name.endsWith(".")) {
            throw new IllegalArgumentException("a child's name without its dot, not '" + name + "'");
        }
        return new StateDict(tensors, prefix + name + ".");
    }

    /** The names, in order. A child lists only its own names, without the prefix. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : tensors.keySet()) {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }

    /** Whether a tensor of this name exists. */
    public boolean has(String name) {
        return tensors.containsKey(prefix + name);
    }

    /** The element type of a tensor. */
    public DType type(String name) {
        return tensor(name).type();
    }

    /** The shape of a tensor, as a copy. */
    public long[] shape(String name) {
        return tensor(name).shape();
    }

    /**
     * Puts floats. The default shape is {@code [v.length]}.
     *
     * @throws IllegalArgumentException if the name is empty or taken, or the shape does not fit; all put methods throw this
     */
    public void putFloats(String name, float[] v, long... shape) {
        put(name, DType.F32, v, shape);
    }

    /** Puts doubles, like {@link #putFloats}. */
    public void putDoubles(String name, double[] v, long... shape) {
        put(name, DType.F64, v, shape);
    }

    /** Puts longs, like {@link #putFloats}. */
    public void putLongs(String name, long[] v, long... shape) {
        put(name, DType.I64, v, shape);
    }

    /** Puts bytes, like {@link #putFloats}. */
    public void putBytes(String name, byte[] v, long... shape) {
        put(name, DType.U8, v, shape);
    }

    /**
     * The floats of a tensor, as the array itself and not a copy.
     *
     * @param expectedShape the required shape, with -1 for any size; if omitted, any shape is accepted
     * @throws StateException if the tensor is missing or has another type or shape
     */
    public float[] floats(String name, long... expectedShape) {
        return (float[]) get(name, DType.F32, expectedShape);
    }

    /** The doubles of a tensor, like {@link #floats}. */
    public double[] doubles(String name, long... expectedShape) {
        return (double[]) get(name, DType.F64, expectedShape);
    }

    /** The longs of a tensor, like {@link #floats}. */
    public long[] longs(String name, long... expectedShape) {
        return (long[]) get(name, DType.I64, expectedShape);
    }

    /** The bytes of a tensor, like {@link #floats}. */
    public byte[] bytes(String name, long... expectedShape) {
        return (byte[]) get(name, DType.U8, expectedShape);
    }

    /** The tensors of this view, by their names in it. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> view = new LinkedHashMap<>();
        for (String name : names()) {
            view.put(name, tensor(name));
        }
        return view;
    }

    void put(String name, Tensor tensor) {
        if (name.isEmpty() || (prefix + name).equals(Safetensors.METADATA)) {
            throw new IllegalArgumentException("'" + prefix + name + "' cannot be the name of a tensor");
        }
        if (tensors.putIfAbsent(prefix + name, tensor) != null) {
            throw new IllegalArgumentException("tensor '" + prefix + name + "' is there already");
        }
    }

    private void put(String name, DType type, Object array, long[] shape) {
        int length = Array.getLength(array);
        long[] full = shape.length == 0 ? new long[] {length} : shape.clone();
        if (!Tensor.fills(length, full)) {
            throw new IllegalArgumentException("tensor '" + prefix + name + "': " + length
                    + " elements do not fill the shape " + Arrays.toString(full));
        }
        put(name, new Tensor(type, full, array));
    }

    private Object get(String name, DType type, long[] expectedShape) {
        Tensor tensor = tensor(name);
        if (tensor.type() != type || (expectedShape.length > 0 && !tensor.hasShape(expectedShape))) {
            String shape = expectedShape.length > 0 ? " " + Arrays.toString(expectedShape) : "";
            throw new StateException(
                    "tensor '" + prefix + name + "': expected " + type + shape + ", found " + tensor);
        }
        return tensor.array();
    }

    private Tensor tensor(String name) {
        @Nullable Tensor tensor = tensors.get(prefix + name);
        if (tensor == null) {
            throw new StateException("tensor '" + prefix + name + "' is missing from the saved state, which holds "
                    + tensors.size() + " others");
        }
        return tensor;
    }
}
