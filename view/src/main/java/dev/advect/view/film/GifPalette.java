package dev.advect.view.film;

import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The 255 colours of a GIF, found by median cut: the colours of sample pictures are split, again and again, where the box
 * with the largest spread has its median. The last index means that a pixel stays as it was.
 */
final class GifPalette {
    static final int TRANSPARENT = 255;

    private static final int COLOURS = 255;
    /** Components are looked up with so many bits. */
    private static final int BITS = 6;

    private final int[] colours = new int[COLOURS];
    private final byte[] nearest = new byte[1 << (3 * BITS)];
    private final boolean[] known = new boolean[1 << (3 * BITS)];

    /** @param samples pictures, pixels 0xRRGGBB */
    GifPalette(List<int[]> samples) {
        int[] counts = new int[1 << (3 * BITS)];
        for (int[] sample : samples) {
            for (int rgb : sample) {
                counts[key(rgb)]++;
            }
        }
        List<Box> boxes = new ArrayList<>(List.of(new Box(counts, present(counts))));
        while (boxes.size() < COLOURS) {
            Box widest = boxes.stream().filter(box -> box.keys.length > 1)
                    .max(Comparator.comparingDouble(Box::spread)).orElse(null);
            if (widest == null) {
                break;
            }
            boxes.remove(widest);
            boxes.addAll(widest.halves());
        }
        for (int i = 0; i < boxes.size(); i++) {
            colours[i] = boxes.get(i).mean();
        }
    }

    private static int[] present(int[] counts) {
        int n = 0;
        int[] keys = new int[counts.length];
        for (int key = 0; key < counts.length; key++) {
            if (counts[key] > 0) {
                keys[n++] = key;
            }
        }
        return Arrays.copyOf(keys, n);
    }

    IndexColorModel colorModel() {
        byte[] red = new byte[COLOURS + 1];
        byte[] green = new byte[COLOURS + 1];
        byte[] blue = new byte[COLOURS + 1];
        for (int i = 0; i < COLOURS; i++) {
            red[i] = (byte) (colours[i] >> 16);
            green[i] = (byte) (colours[i] >> 8);
            blue[i] = (byte) colours[i];
        }
        return new IndexColorModel(8, COLOURS + 1, red, green, blue, TRANSPARENT);
    }

    int colour(int index) {
        return colours[index];
    }

    /** The index of the colour that is nearest to one given by components, which may lie outside of 0 to 255. */
    int index(int red, int green, int blue) {
        int rgb = (Math.clamp(red, 0, 255) << 16) | (Math.clamp(green, 0, 255) << 8) | Math.clamp(blue, 0, 255);
        int key = key(rgb);
        if (!known[key]) {
            nearest[key] = (byte) search(rgb);
            known[key] = true;
        }
        return nearest[key] & 255;
    }

    private int search(int rgb) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < COLOURS; i++) {
            int distance = distance(rgb, colours[i]);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    /** The squared difference of two colours, by the eye's sensitivity to their components. */
    static int distance(int a, int b) {
        int red = ((a >> 16) & 255) - ((b >> 16) & 255);
        int green = ((a >> 8) & 255) - ((b >> 8) & 255);
        int blue = (a & 255) - (b & 255);
        return 3 * red * red + 5 * green * green + 2 * blue * blue;
    }

    private static int key(int rgb) {
        int drop = 8 - BITS;
        return (((rgb >> (16 + drop)) & 63) << (2 * BITS)) | (((rgb >> (8 + drop)) & 63) << BITS) | ((rgb >> drop) & 63);
    }

    /** Colours that will become one. */
    private static final class Box {
        private final int[] counts;
        private final int[] keys;
        private final int axis;
        private final double spread;

        Box(int[] counts, int[] keys) {
            this.counts = counts;
            this.keys = keys;
            int widest = 0;
            double most = -1;
            for (int k = 0; k < 3; k++) {
                double variance = variance(k);
                if (variance > most) {
                    most = variance;
                    widest = k;
                }
            }
            axis = widest;
            spread = most;
        }

        /** The sum of squared differences from the mean, of pixels, whose number is damped lest large areas win all. */
        private double variance(int axis) {
            double n = 0;
            double sum = 0;
            double squares = 0;
            for (int key : keys) {
                double weight = Math.sqrt(counts[key]);
                double value = component(key, axis);
                n += weight;
                sum += weight * value;
                squares += weight * value * value;
            }
            return n == 0 ? 0 : squares - sum * sum / n;
        }

        double spread() {
            return spread;
        }

        private static int component(int key, int axis) {
            return (key >> ((2 - axis) * BITS)) & 63;
        }

        List<Box> halves() {
            int[] sorted = Arrays.stream(keys).boxed()
                    .sorted(Comparator.comparingInt(key -> component(key, axis)))
                    .mapToInt(Integer::intValue).toArray();
            double total = 0;
            for (int key : sorted) {
                total += Math.sqrt(counts[key]);
            }
            double before = 0;
            int cut = 1;
            for (int i = 0; i < sorted.length - 1; i++) {
                before += Math.sqrt(counts[sorted[i]]);
                cut = i + 1;
                if (before >= total / 2) {
                    break;
                }
            }
            return List.of(new Box(counts, Arrays.copyOf(sorted, cut)),
                    new Box(counts, Arrays.copyOfRange(sorted, cut, sorted.length)));
        }

        int mean() {
            double n = 0;
            double[] sum = new double[3];
            for (int key : keys) {
                n += counts[key];
                for (int k = 0; k < 3; k++) {
                    sum[k] += counts[key] * ((component(key, k) + 0.5) * (1 << (8 - BITS)) - 0.5);
                }
            }
            int rgb = 0;
            for (int k = 0; k < 3; k++) {
                rgb = (rgb << 8) | Math.clamp(Math.round(sum[k] / n), 0, 255);
            }
            return rgb;
        }
    }
}
