package dev.advect.envs.humanoid;

import dev.advect.envs.humanoid.Part.HingeRange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The dimensions, masses and gains of the humanoid, in round numbers. Names and order of the bodies are those of SMPL's
 * humanoid in physics simulators; the dimensions are advect's own. The right side is the mirror image of the left.
 */
public final class Anatomy {
    /** The number of bodies. */
    public static final int BODIES = 24;

    /** Length from hip to knee, m. */
    static final double THIGH = 0.38;

    /** Length from knee to ankle, m. */
    static final double SHANK = 0.4;

    /** Height of the ankle above the sole, m. */
    static final double ANKLE = 0.08;

    /** Height of the hips below the pelvis, m. */
    static final double HIP_DROP = 0.09;

    /** Distance of the hips from the middle, m. */
    static final double HIP_SIDE = 0.09;

    /** Height of the pelvis with straight legs, m. */
    static final double STANDING = HIP_DROP + THIGH + SHANK + ANKLE;

    /** The angle by which arms hang down from the horizontal at an action of 0, rad. */
    static final double ARMS_DOWN = 1.25;

    private static final List<Part> PARTS = parts();
    private static final int[] MIRRORED = mirrored();

    private Anatomy() {}

    static List<Part> all() {
        return PARTS;
    }

    /** The names of the bodies, in depth-first order. */
    public static List<String> names() {
        return PARTS.stream().map(Part::name).toList();
    }

    /** The index of the body with SMPL's name. */
    public static int index(String name) {
        int index = names().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the humanoid has no body '" + name + "'");
        }
        return index;
    }

    /** The index of the body on the other side; bodies in the middle are their own. */
    public static int mirrored(int body) {
        return MIRRORED[body];
    }

    /** The index of the body that a body is attached to, -1 for the pelvis. */
    public static int parent(int body) {
        return PARTS.get(body).parent();
    }

    /** A body's origin from that of its parent at rest, m, as a new array {@code [3]}. */
    public static double[] offset(int body) {
        return PARTS.get(body).offset().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("Pelvis", -1, List.of(0.0, 0.0, 0.0), 16, "type=\"sphere\" size=\"0.1\"", 0, 0, List.of()));
        leg(parts, "L_", 1);
        leg(parts, "R_", -1);
        trunk(parts, "Torso", 0, 0, 0.11, 4.5, capsule(0, -0.06, 0.04, 0, 0.06, 0.04, 0.075), 1000, hinges(1, 1, 1, true));
        trunk(parts, "Spine", last(parts), 0, 0.13, 4, capsule(0, -0.06, 0.02, 0, 0.06, 0.02, 0.075), 1000,
                hinges(1, 1, 1, false));
        trunk(parts, "Chest", last(parts), 0, 0.06, 9.5, capsule(0, -0.07, 0.09, 0, 0.07, 0.09, 0.1), 1000,
                hinges(1, 1, 1, true));
        int chest = last(parts);
        trunk(parts, "Neck", chest, 0, 0.21, 0.7, capsule(0, 0, 0, 0, 0, 0.04, 0.045), 500, hinges(1, 1, 1, true));
        trunk(parts, "Head", last(parts), 0.01, 0.09, 4.3, "type=\"sphere\" size=\"0.1\" pos=\"0.01 0 0.06\"", 500,
                hinges(1, 1, 1, false));
        arm(parts, "L_", 1, chest);
        arm(parts, "R_", -1, chest);
        return Collections.unmodifiableList(parts);
    }

    private static int last(List<Part> parts) {
        return parts.size() - 1;
    }

    private static void leg(List<Part> parts, String side, int left) {
        chain(parts, side + "Hip", 0, 0, left * HIP_SIDE, -HIP_DROP, 7.5, capsule(0, 0, -0.04, 0, 0, -0.34, 0.06), 800,
                List.of(new HingeRange(0, true, 0, 1, 0), new HingeRange(1, true, 0, 1.8, 0), new HingeRange(2, true, 0, 1, 0)));
        chain(parts, side + "Knee", last(parts), 0, 0, -THIGH, 3.5, capsule(0, 0, -0.05, 0, 0, -0.33, 0.05), 800,
                List.of(new HingeRange(0, false, 0, 0.5, 0), new HingeRange(1, true, 0, 2.4, 2.7),
                        new HingeRange(2, false, 0, 0.5, 0)));
        chain(parts, side + "Ankle", last(parts), 0, 0, -SHANK, 1.4,
                "type=\"box\" size=\"0.085 0.045 0.04\" pos=\"0.025 0 -0.04\"", 800,
                List.of(new HingeRange(0, true, 0, 0.8, 0), new HingeRange(1, true, 0, 1.3, 0),
                        new HingeRange(2, false, 0, 0.8, 0)));
        chain(parts, side + "Toe", last(parts), 0.11, 0, -0.055, 0.4,
                "type=\"box\" size=\"0.045 0.045 0.025\" pos=\"0.045 0 0\"", 500, hinges(0.5, 0.8, 0.5, false));
    }

    private static void arm(List<Part> parts, String side, int left, int chest) {
        chain(parts, side + "Thorax", chest, 0, left * 0.08, 0.13, 1.1, capsule(0, 0, 0, 0, left * 0.06, 0.02, 0.05), 500,
                hinges(0.8, 0.8, 0.8, false));
        chain(parts, side + "Shoulder", last(parts), 0, left * 0.1, 0.03, 1.9, capsule(0, left * 0.03, 0, 0, left * 0.22, 0,
                0.05), 500, List.of(new HingeRange(0, true, -left * ARMS_DOWN, 3, 0), new HingeRange(1, true, 0, 2, 0),
                new HingeRange(2, true, 0, 2, 0)));
        chain(parts, side + "Elbow", last(parts), 0, left * 0.26, 0, 1.05, capsule(0, left * 0.04, 0, 0, left * 0.22, 0, 0.04),
                500, List.of(new HingeRange(0, false, 0, 0.5, 0), new HingeRange(1, false, 0, 1.5, 0),
                        new HingeRange(2, true, 0, 2.4, -left * 2.7)));
        chain(parts, side + "Wrist", last(parts), 0, left * 0.25, 0, 0.3, capsule(0, left * 0.02, 0, 0, left * 0.06, 0, 0.03),
                300, hinges(1, 1, 1, false));
        chain(parts, side + "Hand", last(parts), 0, left * 0.085, 0, 0.15, "type=\"sphere\" size=\"0.035\"", 300,
                hinges(0.8, 0.8, 0.8, false));
    }

    private static void trunk(List<Part> parts, String name, int parent, double x, double z, double mass, String shape,
            double stiffness, List<HingeRange> hinges) {
        chain(parts, name, parent, x, 0, z, mass, shape, stiffness, hinges);
    }

    private static void chain(List<Part> parts, String name, int parent, double x, double y, double z, double mass,
            String shape, double stiffness, List<HingeRange> hinges) {
        parts.add(new Part(name, parent, List.of(x, y, z), mass, shape, stiffness, stiffness / 10, hinges));
    }

    private static List<HingeRange> hinges(double x, double y, double z, boolean lite) {
        return List.of(new HingeRange(0, lite, 0, x, 0), new HingeRange(1, lite, 0, y, 0), new HingeRange(2, lite, 0, z, 0));
    }

    private static String capsule(double x, double y, double z, double toX, double toY, double toZ, double radius) {
        return String.format(Locale.ROOT, "type=\"capsule\" size=\"%s\" fromto=\"%s %s %s %s %s %s\"", radius, x, y, z, toX, toY,
                toZ);
    }

    private static int[] mirrored() {
        List<String> names = names();
        return names.stream().mapToInt(name -> names.indexOf(name.startsWith("L_") ? "R_" + name.substring(2)
                : name.startsWith("R_") ? "L_" + name.substring(2) : name)).toArray();
    }
}
