package dev.advect.envs.humanoid;

import dev.advect.envs.humanoid.BvhFile.Channel;
import dev.advect.envs.humanoid.BvhFile.Joint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A reader of BVH files of people. Joints are found by the names that motion capture systems and animation programs give them, and
 * the rest pose of each limb is turned to that of the humanoid. Pelvis, trunk, head and feet are not turned: the rest pose has to
 * stand upright and look along z, and a file whose rest pose does not is refused.
 */
final class BvhReader {
    /** The names of the joints that turn each of the bodies, in lower case, the first that is there counts; in the order of bodies. */
    private static final List<List<String>> NAMES = List.of(
            List.of("hips", "pelvis", "hip", "root"), List.of("leftupleg", "l_hip", "lhip", "leftthigh", "lthigh"),
            List.of("leftleg", "l_knee", "lknee", "leftshin", "lshin"), List.of("leftfoot", "l_ankle", "lankle", "lfoot"),
            List.of("lefttoebase", "lefttoe", "l_toe", "ltoe"), List.of("rightupleg", "r_hip", "rhip", "rightthigh", "rthigh"),
            List.of("rightleg", "r_knee", "rknee", "rightshin", "rshin"), List.of("rightfoot", "r_ankle", "rankle", "rfoot"),
            List.of("righttoebase", "righttoe", "r_toe", "rtoe"), List.of("lowerback", "torso", "abdomen", "spine"),
            List.of("spine", "spine1"), List.of("chest", "spine2", "spine1", "spine"), List.of("neck", "neck1"), List.of("head"),
            List.of("leftshoulder", "l_thorax", "lcollar", "leftcollar"), List.of("leftarm", "l_shoulder", "lshldr"),
            List.of("leftforearm", "l_elbow", "lforearm", "leftelbow"), List.of("lefthand", "l_wrist", "lhand"), List.of(),
            List.of("rightshoulder", "r_thorax", "rcollar", "rightcollar"), List.of("rightarm", "r_shoulder", "rshldr"),
            List.of("rightforearm", "r_elbow", "rforearm", "rightelbow"), List.of("righthand", "r_wrist", "rhand"), List.of());

    /** Bodies whose bone leads to the next body: hips, knees, shoulders and elbows. */
    private static final List<Integer> BONES = List.of(1, 2, 5, 6, 15, 16, 20, 21);

    /** The largest angle between a direction of the rest pose and that of a person who stands upright and looks along z. */
    private static final double MAX_DEGREES = 45;

    private BvhReader() {}

    static RecordedMotion read(Path file, double from, double to) throws IOException {
        return read(file, Files.newInputStream(file), from, to);
    }

    /**
     * @param file what messages and the motion are named after
     * @param in the file's bytes, which are closed at the end
     */
    static RecordedMotion read(Path file, InputStream in, double from, double to) throws IOException {
        BvhFile bvh = BvhFile.read(file, in, from, to);
        int[] sources = sources(file, bvh);
        checkRest(file, bvh, sources);
        double[][] alignments = alignments(bvh, sources);
        int frames = bvh.frames().size();
        double[] root = new double[3 * frames];
        double[] world = new double[4 * Anatomy.BODIES * frames];
        double[] axes = RecordedMotion.axes();
        double[][] rotations = new double[bvh.joints().size()][];
        for (int t = 0; t < frames; t++) {
            double[] values = bvh.frames().get(t);
            for (int j = 0; j < rotations.length; j++) {
                Joint joint = bvh.joints().get(j);
                double[] local = local(joint, values);
                rotations[j] = joint.parent() < 0 ? local : Quaternion.product(rotations[joint.parent()], local);
            }
            Quaternion.rotate(axes, 0, position(bvh.joints().getFirst(), values), 0, root, 3 * t);
            for (int body = 0; body < Anatomy.BODIES; body++) {
                double[] turned = Quaternion.product(
                        Quaternion.product(axes, rotations[sources[body]]), Quaternion.inverse(axes));
                System.arraycopy(Quaternion.product(turned, alignments[body]), 0, world, 4 * (t * Anatomy.BODIES + body), 4);
            }
        }
        double leg = length(bone(bvh, sources[1], sources[2])) + length(bone(bvh, sources[2], sources[3]));
        if (!(leg > 0)) {
            throw new MotionFileException(file, "the legs have no length");
        }
        return new RecordedMotion(String.valueOf(file.getFileName()).replaceFirst("(?i)\\.bvh$", ""), bvh.rate(), leg, root, world);
    }

    /** The joint that turns each body; a body without one is turned by its parent's. */
    private static int[] sources(Path file, BvhFile bvh) throws MotionFileException {
        List<String> names = bvh.joints().stream()
                .map(joint -> joint.name().toLowerCase(Locale.ROOT).replaceFirst("^.*:", "").replaceAll("[ .]", "")).toList();
        boolean lowerBack = names.contains("lowerback") || names.contains("torso") || names.contains("abdomen");
        int[] sources = new int[Anatomy.BODIES];
        for (int body = 0; body < Anatomy.BODIES; body++) {
            List<String> possible = NAMES.get(body);
            if (Anatomy.names().get(body).equals("Spine") && !lowerBack) {
                possible = List.of("spine1", "spine"); // the joint Spine is the lowest one then
            }
            int found = possible.stream().mapToInt(names::indexOf).filter(index -> index >= 0).findFirst().orElse(-1);
            boolean needed = body == 0 || BONES.contains(body) || body == 3 || body == 7;
            if (found < 0 && needed) {
                throw new MotionFileException(file, "no joint for " + Anatomy.names().get(body) + ", such as "
                        + String.join(", ", possible) + "; there are " + BvhLines.quoted(String.join(",", names)));
            }
            sources[body] = found >= 0 ? found : sources[Anatomy.parent(body)];
        }
        return sources;
    }

    /**
     * Refuses a rest pose that does not stand upright and look along z. The directions between middles of both sides are compared, so
     * that legs may be spread.
     */
    private static void checkRest(Path file, BvhFile bvh, int[] sources) throws MotionFileException {
        double[] leftHip = rest(bvh, sources[1]);
        double[] rightHip = rest(bvh, sources[5]);
        double[] hips = middle(leftHip, rightHip);
        double[] knees = middle(rest(bvh, sources[2]), rest(bvh, sources[6]));
        double[] shoulders = middle(rest(bvh, sources[15]), rest(bvh, sources[20]));
        checkDirection(file, "from the hips to the shoulders", hips, shoulders, 1, 1);
        checkDirection(file, "from the hips to the knees", hips, knees, 1, -1);
        checkDirection(file, "from the right hip to the left", rightHip, leftHip, 0, 1);
    }

    private static void checkDirection(Path file, String what, double[] from, double[] to, int axis, int sign)
            throws MotionFileException {
        double x = to[0] - from[0];
        double y = to[1] - from[1];
        double z = to[2] - from[2];
        double along = sign * (to[axis] - from[axis]);
        double length = Math.sqrt(x * x + y * y + z * z);
        if (!(length > 0 && along >= Math.cos(Math.toRadians(MAX_DEGREES)) * length)) {
            throw new MotionFileException(file, String.format(Locale.ROOT,
                    "the rest pose does not stand upright and look along z: %s it leads along (%.3g, %.3g, %.3g), "
                            + "but must lead along %s%s, within %.0f degrees",
                    what, x, y, z, sign < 0 ? "-" : "+", "xyz".charAt(axis), MAX_DEGREES));
        }
    }

    /** The position of a joint in the rest pose, in the file's axes. */
    private static double[] rest(BvhFile bvh, int joint) {
        double[] position = new double[3];
        for (int j = joint; j >= 0; j = bvh.joints().get(j).parent()) {
            double[] offset = offset(bvh.joints().get(j));
            for (int i = 0; i < 3; i++) {
                position[i] += offset[i];
            }
        }
        return position;
    }

    /**
     * The way from one joint to the next that turns a body, over the twist joints between them if there are any, in the rest pose.
     * Where one joint turns both bodies, it is the way that leads to it, which both continue.
     */
    private static double[] bone(BvhFile bvh, int from, int to) {
        if (from == to) {
            return offset(bvh.joints().get(to));
        }
        double[] start = rest(bvh, from);
        double[] end = rest(bvh, to);
        return new double[] {end[0] - start[0], end[1] - start[1], end[2] - start[2]};
    }

    private static double[] middle(double[] a, double[] b) {
        return new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2};
    }

    /** The rotation of each body from the humanoid's rest pose to the file's, in the humanoid's axes. */
    private static double[][] alignments(BvhFile bvh, int[] sources) {
        double[][] alignments = new double[Anatomy.BODIES][];
        for (int body = 0; body < Anatomy.BODIES; body++) {
            alignments[body] = new double[] {1, 0, 0, 0};
            if (BONES.contains(body)) {
                double[] bone = new double[3];
                Quaternion.rotate(RecordedMotion.axes(), 0, bone(bvh, sources[body], sources[body + 1]), 0, bone, 0);
                alignments[body] = Quaternion.between(Anatomy.offset(body + 1), bone);
            } else if (body > 16 && Anatomy.parent(body) >= 16 && Anatomy.parent(body) != 19) {
                alignments[body] = alignments[Anatomy.parent(body)]; // wrists and hands continue the forearm
            }
        }
        return alignments;
    }

    private static double[] offset(Joint joint) {
        return joint.offset().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double length(double[] vector) {
        return Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
    }

    private static double[] local(Joint joint, double[] values) {
        double[] rotation = {1, 0, 0, 0};
        for (int i = 0; i < joint.channels().size(); i++) {
            Channel channel = joint.channels().get(i);
            if (channel.isRotation()) {
                rotation = Quaternion.product(rotation,
                        Quaternion.about(channel.axis(), Math.toRadians(values[joint.first() + i])));
            }
        }
        return rotation;
    }

    private static double[] position(Joint joint, double[] values) {
        double[] position = offset(joint);
        for (int i = 0; i < joint.channels().size(); i++) {
            Channel channel = joint.channels().get(i);
            if (!channel.isRotation()) {
                position[channel.axis()] += values[joint.first() + i];
            }
        }
        return position;
    }
}
