package dev.advect.envs.humanoid;

/**
 * A recorded motion in the axes of the humanoid, before it is fitted to its dimensions.
 *
 * @param rate frames per second
 * @param leg the length of the recorded person's leg, from hip to ankle, in the unit of {@code root}
 * @param root positions of the pelvis, {@code [frames, 3]}; z points up
 * @param world rotations of the 24 bodies in the world from the rest pose, {@code [frames, 24, 4]}
 */
@SuppressWarnings("ArrayRecordComponent") // only carries data, never compared
record RecordedMotion(String name, double rate, double leg, double[] root, double[] world) {

    int frames() {
        return root.length / 3;
    }

    /**
     * The rotation from axes x left, y up, z forward, which BVH files and SMPL's body have, to those of the humanoid, x forward, y
     * left, z up.
     */
    static double[] axes() {
        return new double[] {0.5, 0.5, 0.5, 0.5};
    }
}
