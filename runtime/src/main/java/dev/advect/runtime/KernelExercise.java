package dev.advect.runtime;

import java.util.Arrays;

/**
 * A workload that exercises all branches of a kernel, since a branch that has never been taken is not compiled and is
 * slow at first: layers with even and odd inputs, of one, several and half panels, with packed weights, and with one,
 * two and three rows.
 */
final class KernelExercise {
    private static final int ROWS = 3;
    private static final int MAX_WIDTH = 3 * Lanes.PANEL + Lanes.COUNT;

    private final Dense[] layers = {
        new Dense(7, Lanes.COUNT), new Dense(8, Lanes.PANEL), new Dense(9, MAX_WIDTH), new Dense(10, MAX_WIDTH), packed()
    };
    private final float[] in = new float[ROWS * Math.max(MAX_WIDTH, layers[layers.length - 1].inputs())];
    private final float[] out = new float[ROWS * MAX_WIDTH + Lanes.COUNT];

    KernelExercise() {
        Arrays.fill(in, 0.5f);
    }

    private static Dense packed() {
        int inputs = Dense.LARGE / (2 * Lanes.PANEL);
        Dense layer = new Dense(inputs, 2 * Lanes.PANEL);
        layer.setAll(new float[(inputs + 1) * 2 * Lanes.PANEL], 0, 1);
        return layer;
    }

    /** Runs the workload once and returns its time in nanoseconds. */
    long nanos(Kernel kernel) {
        long start = System.nanoTime();
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
        return System.nanoTime() - start;
    }
}
