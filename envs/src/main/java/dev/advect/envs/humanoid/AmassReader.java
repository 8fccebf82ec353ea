package dev.advect.envs.humanoid;

import dev.advect.data.AmassFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A reader of AMASS motions. The shape of the person is not read: legs are taken to be as long as SMPL's mean. */
final class AmassReader {
    /** The length of a leg of SMPL's mean body, from hip to ankle, m. */
    private static final double LEG = 0.78;

    /** SMPL's joints in its own order. */
    private static final List<String> JOINTS = List.of("Pelvis", "L_Hip", "R_Hip", "Torso", "L_Knee", "R_Knee", "Spine", "L_Ankle",
            "R_Ankle", "Chest", "L_Toe", "R_Toe", "Neck", "L_Thorax", "R_Thorax", "Head", "L_Shoulder", "R_Shoulder", "L_Elbow",
            "R_Elbow", "L_Wrist", "R_Wrist");

    private AmassReader() {}

    static RecordedMotion read(Path file, double from, double to) throws IOException {
        AmassFile amass = AmassFile.read(file);
        int total = amass.trans().length / 3;
        int first = (int) Math.max(0, Math.ceil(from * amass.rate() - 1e-6));
        int last = (int) Math.min(total - 1.0, Math.floor(to * amass.rate() + 1e-6));
        int frames = last - first + 1;
        if (frames < 2 || frames > BvhFile.MAX_FRAMES) {
            throw new MotionFileException(file, Math.max(0, frames) + " of " + total + " frames lie in the time asked for, 2 … "
                    + BvhFile.MAX_FRAMES + " are possible");
        }
        int[] joints = Anatomy.names().stream().mapToInt(JOINTS::indexOf).toArray();
        double[] back = Quaternion.inverse(RecordedMotion.axes());
        double[] root = new double[3 * frames];
        double[] world = new double[4 * Anatomy.BODIES * frames];
        System.arraycopy(amass.trans(), 3 * first, root, 0, root.length);
        double[][] rotations = new double[Anatomy.BODIES][];
        for (int t = 0; t < frames; t++) {
            for (int body = 0; body < Anatomy.BODIES; body++) {
                double[] local = joints[body] < 0 ? new double[] {1, 0, 0, 0} : local(amass, first + t, joints[body]);
                rotations[body] = body == 0 ? local : Quaternion.product(rotations[Anatomy.parent(body)], local);
                // from the humanoid's axes to those of SMPL's body, x left, y up, z forward, and by its rotation to the world
                System.arraycopy(Quaternion.product(rotations[body], back), 0, world, 4 * (t * Anatomy.BODIES + body), 4);
            }
        }
        return new RecordedMotion(String.valueOf(file.getFileName()).replaceFirst("(?i)\\.npz$", ""), amass.rate(), LEG, root, world);
    }

    private static double[] local(AmassFile amass, int frame, int joint) {
        int i = 3 * (frame * AmassFile.JOINTS + joint);
        return Quaternion.ofVector(amass.rotations()[i], amass.rotations()[i + 1], amass.rotations()[i + 2]);
    }
}
