package dev.advect.io;

import java.util.Arrays;

/** A Java array with the shape it stands for, row by row. The array is held, not copied. */
final class Tensor {
    private final DType type;
    private final long[] shape;
    private final Object array;

    /** Checked by the caller: the array is of the type, and as long as the shape says. */
    Tensor(DType type, long[] shape, Object array) {
        this.type = type;
        this.shape = shape;
        this.array = array;
    }

    DType type() {
        return type;
    }

    long[] shape() {
        return shape.clone();
    }

    Object array() {
        return array;
    }

    int length() {
        return java.lang.reflect.Array.getLength(array);
    }

    long bytes() {
        return (long) length() * type.bytes();
    }

    /** True where the shape is the expected one; -1 expects any size. */
    boolean hasShape(long[] expected) {
        if (expected.length != shape.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (expected[i] != -1 && expected[i] != shape[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return type + " " + Arrays.toString(shape);
    }

    /** Whether so many elements are those of a shape. */
    static boolean fills(int length, long[] shape) {
        try {
            return elements(shape) == length;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /**
     * The number of elements of a shape; 1 for the empty one.
     *
     * @throws ArithmeticException where a size is negative or the product does not fit in a long
     */
    static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new ArithmeticException("negative size");
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
