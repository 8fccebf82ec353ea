package dev.advect.io;

import java.util.Arrays;

/** A Java array with a row-major shape. The array is not copied. */
final class Tensor {
    private final DType type;
    private final long[] shape;
    private final Object array;

    /** Creates a tensor. The caller has checked that the array has this type and the length of the shape. */
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

    /** Whether the shape matches the expected one, in which -1 matches any size. */
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

    /** Whether a number of elements matches a shape. */
    static boolean fills(int length, long[] shape) {
        try {
            return elements(shape) == length;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /**
     * The number of elements of a shape; 1 for the empty shape.
     *
     * @throws ArithmeticException if a size is negative or the product overflows a long
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
