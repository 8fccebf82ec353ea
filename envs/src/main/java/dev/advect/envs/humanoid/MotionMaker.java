package dev.advect.envs.humanoid;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Motions made by code. The first ten change slowly enough that no skill of balance is needed, and start and end in the same
 * standing pose. Five of them (stand, both waves, arms-up, twist) leave the pelvis where it is, and the two squats move
 * it alike, so that the pelvis alone does not tell which of them is meant.
 */
public final class MotionMaker {
    /** The ten motions of the experiment, in this order. */
    public static final List<String> STATIC = List.of("stand", "squat", "squat-reach", "lean-left", "lean-right", "wave-left",
            "wave-right", "arms-up", "bow", "twist");

    /** Motions like those of the experiment, on which settings are chosen. */
    public static final List<String> TUNING = List.of("half-squat", "reach", "arms-side");

    /** Motions that need balance. */
    public static final List<String> STEPPING = List.of("step", "walk");

    private static final double RATE = 60;
    private static final double RAMP = 0.8;
    private static final double CYCLE = 1.1;
    private static final double LIFT = 0.15;
    private static final double SPEED = 0.7;

    private static final Map<String, MotionClip> ALL = make();

    private MotionMaker() {}

    /** All motions by name. */
    public static Map<String, MotionClip> all() {
        return ALL;
    }

    /** The motions with the given names, in this order. */
    public static List<MotionClip> named(List<String> names) {
        return names.stream().map(name -> {
            MotionClip clip = ALL.get(name);
            if (clip == null) {
                throw new IllegalArgumentException("no motion '" + name + "'; there are " + ALL.keySet());
            }
            return clip;
        }).toList();
    }

    private static Map<String, MotionClip> make() {
        Map<String, MotionClip> all = new LinkedHashMap<>();
        add(all, "stand", 4, t -> new Pose().feet());
        add(all, "squat", 5, t -> new Pose().pelvis(-0.04 * dip(t), 0, -0.24 * dip(t)).trunk(0.35 * dip(t), 0).feet());
        add(all, "squat-reach", 5, t -> reaching(
                new Pose().pelvis(-0.04 * dip(t), 0, -0.24 * dip(t)).trunk(0.35 * dip(t), 0), dip(t)).feet());
        add(all, "lean-left", 5, t -> new Pose().pelvis(0, 0.06 * plateau(t, 5), -0.005 * plateau(t, 5)).feet());
        add(all, "lean-right", 5, t -> new Pose().pelvis(0, -0.06 * plateau(t, 5), -0.005 * plateau(t, 5)).feet());
        add(all, "wave-left", 4, t -> waving(new Pose(), 0, t).feet());
        add(all, "wave-right", 4, t -> waving(new Pose(), 1, t).feet());
        add(all, "arms-up", 4, t -> raised(raised(new Pose(), 0, -1.1, plateau(t, 4)), 1, -1.1, plateau(t, 4)).feet());
        add(all, "bow", 5, t -> new Pose().pelvis(-0.05 * plateau(t, 5), 0, -0.005 * plateau(t, 5))
                .trunk(0.5 * plateau(t, 5), 0).feet());
        add(all, "twist", 5, t -> new Pose().trunk(0, 0.7 * Math.sin(2 * Math.PI * t / 2.5) * plateau(t, 5)).feet());
        add(all, "half-squat", 5, t -> new Pose().pelvis(-0.02 * dip(t), 0, -0.14 * dip(t)).trunk(0.2 * dip(t), 0).feet());
        add(all, "reach", 4, t -> reaching(new Pose(), plateau(t, 4)).feet());
        add(all, "arms-side", 4, t -> raised(raised(new Pose(), 0, 0, plateau(t, 4)), 1, 0, plateau(t, 4)).feet());
        add(all, "step", 6.6, MotionMaker::step);
        add(all, "walk", 6.6, MotionMaker::walk);
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, MotionClip> all, String name, double seconds, DoubleFunction<Pose> pose) {
        int frames = (int) Math.round(seconds * RATE) + 1;
        double[] root = new double[3 * frames];
        double[] rotations = new double[4 * Anatomy.BODIES * frames];
        for (int i = 0; i < frames; i++) {
            Pose at = pose.apply(i / RATE);
            System.arraycopy(at.root, 0, root, 3 * i, 3);
            System.arraycopy(at.local, 0, rotations, i * at.local.length, at.local.length);
        }
        all.put(name, new MotionClip(name, RATE, root, rotations));
    }

    /** From 0 to 1 and back, twice in five seconds. */
    private static double dip(double t) {
        return (1 - Math.cos(2 * Math.PI * t / 2.5)) / 2;
    }

    /** 0 at both ends and 1 between them, with smooth ramps. */
    private static double plateau(double t, double seconds) {
        return smooth(t / RAMP) * smooth((seconds - t) / RAMP);
    }

    private static double smooth(double x) {
        double u = Math.clamp(x, 0.0, 1.0);
        return u * u * u * (10 + u * (6 * u - 15));
    }

    private static Pose reaching(Pose pose, double part) {
        double down = Anatomy.ARMS_DOWN * (1 - part);
        return pose.arm(0, down, 1.4 * part, 0).arm(1, down, 1.4 * part, 0);
    }

    /** An arm on its way from hanging to an angle below the horizontal. */
    private static Pose raised(Pose pose, int side, double down, double part) {
        return pose.arm(side, Anatomy.ARMS_DOWN + (down - Anatomy.ARMS_DOWN) * part, 0, 0);
    }

    private static Pose waving(Pose pose, int side, double t) {
        double part = plateau(t, 4);
        double down = Anatomy.ARMS_DOWN + (-0.9 - Anatomy.ARMS_DOWN) * part;
        return pose.arm(side, down, 0, part * (0.4 - 0.4 * Math.cos(2 * Math.PI * t)));
    }

    /** Stepping in place: the pelvis sways over the standing foot while the other is lifted. */
    private static Pose step(double t) {
        return gait(t, 0);
    }

    private static Pose walk(double t) {
        return gait(t, SPEED);
    }

    /** A gait that begins and ends standing; a foot is in the air for 0.4 of a cycle. */
    private static Pose gait(double t, double speed) {
        double going = plateau(t, 6.6);
        double phase = t / CYCLE;
        double sway = 0.05 * going * Math.sin(2 * Math.PI * (phase - 0.05));
        Pose pose = new Pose().pelvis(travelled(t, speed), sway, -0.03 * going);
        double swing = 0.3 * going * (speed > 0 ? 1 : 0);
        pose.arm(0, Anatomy.ARMS_DOWN, -swing * Math.sin(2 * Math.PI * phase), 0.3 * swing);
        pose.arm(1, Anatomy.ARMS_DOWN, swing * Math.sin(2 * Math.PI * phase), 0.3 * swing);
        foot(pose, 0, phase + 0.5, speed);
        return foot(pose, 1, phase, speed);
    }

    /** Moves a foot: in the air during the first 0.4 of its phase, lifted as high as {@link #LIFT}, then on the ground. */
    private static Pose foot(Pose pose, int side, double phase, double speed) {
        double whole = Math.floor(phase);
        double part = phase - whole;
        double offset = side == 0 ? 0.5 : 0;
        double start = CYCLE * (whole - offset);
        double from = landing(start - 0.3 * CYCLE, speed);
        double to = landing(start + 0.7 * CYCLE, speed);
        double u = Math.min(1, part / 0.4);
        double lift = part < 0.4 ? Math.sin(Math.PI * u) : 0;
        double height = LIFT * (speed > 0 ? 0.5 : 1) * lift * lift * plateau(start + 0.2 * CYCLE, 6.6);
        return pose.foot(side, from + (to - from) * smooth(u), (side == 0 ? 1 : -1) * Anatomy.HIP_SIDE, height);
    }

    /** Where a foot stands whose stance has its middle at the given time. */
    private static double landing(double t, double speed) {
        return travelled(t, speed);
    }

    /** The distance that the pelvis has covered, m: it speeds up and slows down over a cycle. */
    private static double travelled(double t, double speed) {
        double from = CYCLE / 2;
        double to = 6.6 - CYCLE;
        double x = Math.clamp(t - from, 0.0, to - from);
        double ramp = CYCLE;
        double end = to - from;
        double rising = Math.min(x, ramp);
        double falling = Math.max(0, x - (end - ramp));
        return speed * (rising * rising / (2 * ramp) + Math.max(0, x - ramp) - falling * falling / (2 * ramp));
    }
}
