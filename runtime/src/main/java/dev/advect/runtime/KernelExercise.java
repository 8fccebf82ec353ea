package dev.advect.runtime;

import java.util.Arrays;

/**
 * Work for a kernel that goes through all its branches, as a branch that was never taken is not compiled and is slow
 * when it is taken for the first time: layers of even and odd inputs, of one panel, of several, and of half ones, of packed weights, and one row, two and
 * three.
 */
final class KernelExercise {
    private static final int ROWS = 3;
    private static final int WIDEST = 3 * Lanes.PANEL + Lanes.COUNT;

    private final Dense[] layers = {
        new Dense(7, Lanes.COUNT), new Dense(8, Lanes.PANEL), new Dense(9, WIDEST), new Dense(10, WIDEST), packed()
    };
    private final float[] in = new float[ROWS * Math.max(WIDEST, layers[layers.length - 1].inputs())];
    private final float[] out = new float[ROWS * WIDEST + Lanes.COUNT];

    KernelExercise() {
        Arrays.fill(in, 0.5f);
    }

    private static Dense packed() {
        int inputs = Dense.MANY / (2 * Lanes.PANEL);
        Dense layer = new Dense(inputs, 2 * Lanes.PANEL);
        layer.setAll(new float[(inputs + 1) * 2 * Lanes.PANEL], 0, 1);
        return layer;
    }

    /** Does it once, and says how long that took. */
    long nanos(Kernel kernel) {
        long begin = System.nanoTime();
        for (int rows = 1; rows <= ROWS; rows++) {
            for (Dense layer : layers) {
                int n = rows * layer.stride();
                kernel.dense(layer, in, in.length / ROWS, layer.bias(), 0, out, rows);
                kernel.silu(out, n);
                kernel.relu(out, n);
                kernel.addRow(in, layer.bias(), 0, out, layer.stride(), rows);
                kernel.addScaled(in, 2, in, out, n);
            }
        }
        return System.nanoTime() - begin;
    }
}
