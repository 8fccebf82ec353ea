package dev.advect.data;

import io.jhdf.api.Dataset;
import org.jspecify.annotations.Nullable;

/** Conversion of all numeric HDF5 types to floats. */
final class Hdf5Numbers {
    private Hdf5Numbers() {}

    /**
     * Converts the values of a data set.
     *
     * @param flat an array as the library reads it: of primitives, of {@link Number}s (unsigned 64-bit integers), or of
     *     the names TRUE and FALSE (an enumeration, as which h5py writes booleans)
     * @return null if these are not numbers
     */
    static float @Nullable [] floats(Object flat) {
        return switch (flat) {
            case float[] floats -> floats;
            case double[] doubles -> {
                float[] floats = new float[doubles.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) doubles[i];
                }
                yield floats;
            }
            case long[] longs -> {
                float[] floats = new float[longs.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = longs[i];
                }
                yield floats;
            }
            case int[] ints -> {
                float[] floats = new float[ints.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = ints[i];
                }
                yield floats;
            }
            case short[] shorts -> {
                float[] floats = new float[shorts.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = shorts[i];
                }
                yield floats;
            }
            case byte[] bytes -> {
                float[] floats = new float[bytes.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = bytes[i];
                }
                yield floats;
            }
            case boolean[] marks -> {
                float[] floats = new float[marks.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = marks[i] ? 1 : 0;
                }
                yield floats;
            }
            case Object[] objects -> boxed(objects);
            default -> null;
        };
    }

    private static float @Nullable [] boxed(Object[] objects) {
        float[] floats = new float[objects.length];
        for (int i = 0; i < floats.length; i++) {
            Float number = number(objects[i]);
            if (number == null) {
                return null;
            }
            floats[i] = number;
        }
        return floats;
    }

    private static @Nullable Float number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.floatValue();
            case Boolean mark -> mark ? 1f : 0f;
            case String word when word.equals("TRUE") -> 1f;
            case String word when word.equals("FALSE") -> 0f;
            case null, default -> null;
        };
    }

    /** The fill value of a data set; 0 if it defines none. */
    static float fillValue(Dataset dataset) {
        Float value = number(dataset.getFillValue());
        return value == null ? 0 : value;
    }
}
