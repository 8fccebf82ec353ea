package dev.advect.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A motion of the AMASS collection, as an npz file with the keys of SMPL-H ({@code poses}, {@code trans},
 * {@code mocap_framerate}) or SMPL-X ({@code root_orient}, {@code pose_body}, {@code mocap_frame_rate}). Only these arrays are
 * read; others, which may be strings or pickled objects, are not.
 *
 * @param rate frames per second
 * @param trans positions of the body, m, z up, {@code [frames, 3]}
 * @param rotations rotation vectors of the pelvis in the world and of the 21 body joints relative to their parents, rad, in SMPL's
 *     order, {@code [frames, 22, 3]}
 */
@SuppressWarnings("ArrayRecordComponent") // only carries data, never compared
public record AmassFile(double rate, double[] trans, double[] rotations) {
    /** The number of joints, the pelvis included. */
    public static final int JOINTS = 22;

    private static final int MAX_BYTES = 1 << 27;
    private static final int BODY = 3 * JOINTS;

    /**
     * Reads a file.
     *
     * @throws DemonstrationException if an array is missing or has another shape
     */
    public static AmassFile read(Path file) throws IOException {
        try (NpzFile npz = NpzFile.open(file)) {
            List<String> names = npz.names();
            double rate = number(file, npz, names.contains("mocap_framerate") ? "mocap_framerate" : "mocap_frame_rate");
            require(file, rate >= 1 && rate <= 1000, "the frame rate " + rate + " is not possible, it must lie in 1 … 1000");
            NpyArray positions = matrix(file, npz, "trans", 3, 3);
            double[] trans = positions.values();
            int frames = positions.shape().getFirst();
            require(file, frames >= 2, "it has " + frames + " frames, at least 2 are needed");
            double[] rotations = new double[frames * BODY];
            if (names.contains("poses")) {
                copy(file, matrix(file, npz, "poses", BODY, 200), frames, BODY, rotations, 0);
            } else {
                copy(file, matrix(file, npz, "root_orient", 3, 3), frames, 3, rotations, 0);
                copy(file, matrix(file, npz, "pose_body", BODY - 3, BODY - 3), frames, BODY - 3, rotations, 3);
            }
            for (double value : rotations) {
                require(file, Double.isFinite(value), "a rotation is not finite");
            }
            for (double value : trans) {
                require(file, Double.isFinite(value), "a position is not finite");
            }
            return new AmassFile(rate, trans, rotations);
        }
    }

    private static double number(Path file, NpzFile npz, String name) throws IOException {
        NpyArray array = npz.read(name, 1 << 10);
        require(file, array.values().length == 1, "the array '" + name + "' is no single number");
        return array.values()[0];
    }

    /** Reads an array {@code [frames, columns]}. */
    private static NpyArray matrix(Path file, NpzFile npz, String name, int columns, int most) throws IOException {
        NpyArray array = npz.read(name, MAX_BYTES);
        List<Integer> shape = array.shape();
        require(file, shape.size() == 2 && shape.get(1) >= columns && shape.get(1) <= most,
                "the array '" + name + "' has the shape " + shape + ", [frames, " + columns + "] is needed");
        return array;
    }

    /** Copies the first columns of each row. */
    private static void copy(Path file, NpyArray rows, int frames, int columns, double[] to, int offset) throws IOException {
        int width = rows.shape().get(1);
        require(file, rows.shape().getFirst() == frames, "its arrays have different numbers of frames, " + frames + " and "
                + rows.shape().getFirst());
        for (int t = 0; t < frames; t++) {
            System.arraycopy(rows.values(), t * width, to, t * BODY + offset, columns);
        }
    }

    private static void require(Path file, boolean good, String otherwise) throws DemonstrationException {
        if (!good) {
            throw new DemonstrationException(file, otherwise);
        }
    }
}
