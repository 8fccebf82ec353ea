package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The finger tasks: spin a body on a hinge with a two-link finger, or turn the body's tip to a target.
 *
 * <p>Observation, {@code [9]} for spin and {@code [12]} for turn: angles of proximal and distal joint (rad); position of the
 * body's tip x, z from the hinge (m); angular velocities of proximal and distal joint and of the hinge (rad/s);
 * log(1 + force) of the two touch sensors, top and bottom, of the fingertip (forces in N). Turn adds the position
 * of the target x, z from the hinge (m) and the distance from the tip to the target's surface (m), negative inside. All
 * but the velocities are read from sensors and are one physics step older than the velocities.
 *
 * <p>Reward: for spin, 1 if the hinge's angular velocity, according to its sensor, is at most -15 rad/s, otherwise 0; for
 * turn, 1 if the tip is in the target, a sphere of radius 0.07 m (easy) or 0.03 m (hard), otherwise 0.
 *
 * <p>Initial state: both finger joints uniform in their ranges of ±110 degrees, the body's angle uniform in ±π, zero
 * velocity; the target in a uniformly random direction, 0.13 m from the hinge, which is also the tip's distance. Finger
 * and body may overlap: Playground does not check this (dm_control does), and the soft contacts push them apart. For turn,
 * the first observation of an episode is computed before the target is moved and shows it at its position in the model,
 * 0.2 m from the hinge along -x; this matches Playground.
 *
 * <p>The hinge's damping is 0.03 N m s/rad in spin and 0.5 N m s/rad in turn. A control step of 0.02 s is four physics
 * steps; the torque limits are 30 and 15 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/finger.py}. Playground integrates this model with
 * {@code implicitfast}, which for joint damping, the only velocity-dependent force here, equals an Euler step with
 * implicit damping, so {@link ExplicitDamping} does not apply. Playground's limits on the number of contacts are specific
 * to its engine.
 */
final class Finger implements Task {
    private static final double SPIN_VELOCITY = -15;
    private static final double EASY_RADIUS = 0.07;
    private static final double HARD_RADIUS = 0.03;

    /** The distance from the hinge to either end of the body, m. */
    private static final double REACH = 0.04 + 0.09;

    private final boolean turn;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView ranges;
    private final DoubleView mocapPos;
    private final DoubleView proximal;
    private final DoubleView distal;
    private final DoubleView hingeVelocity;
    private final DoubleView tip;
    private final DoubleView hinge;
    private final DoubleView target;
    private final DoubleView touchTop;
    private final DoubleView touchBottom;
    private final double targetRadius;

    private Finger(Model model, Data data, boolean turn) {
        this.turn = turn;
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        ranges = model.jntRange();
        mocapPos = data.mocapPos();
        proximal = data.sensor("proximal");
        distal = data.sensor("distal");
        hingeVelocity = data.sensor("hinge_velocity");
        tip = data.sensor("tip");
        hinge = data.sensor("spinner");
        target = data.sensor("target");
        touchTop = data.sensor("touchtop");
        touchBottom = data.sensor("touchbottom");
        targetRadius = model.doubles(ModelField.SITE_SIZE).get(3 * model.id(ObjectType.SITE, "target"));
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("finger-spin", "a finger keeps a body spinning, reward 0 or 1", false,
                        xml -> xml.replace("damping=\"0.5\"", "damping=\"0.03\"")),
                task("finger-turn-easy", "a finger turns a body to a large target, reward 0 or 1", true,
                        xml -> xml.replace(target(HARD_RADIUS), target(EASY_RADIUS))),
                task("finger-turn-hard", "a finger turns a body to a small target, reward 0 or 1", true,
                        UnaryOperator.identity()));
    }

    private static SuiteTask task(String name, String description, boolean turn, UnaryOperator<String> edit) {
        List<ObservationPart> parts = new ArrayList<>(List.of(
                new ObservationPart("position", 4), new ObservationPart("velocity", 3), new ObservationPart("touch", 2)));
        if (turn) {
            parts.add(new ObservationPart("target_position", 2));
            parts.add(new ObservationPart("dist_to_target", 1));
        }
        EnvSpec spec = new EnvSpec(name, turn ? 12 : 9, 2, 1000, 0.02, 4).withParts(parts);
        SuiteModel model = new SuiteModel("finger.xml", edit, Model::fromXml);
        return new SuiteTask(spec, description, model, (shared, data) -> new Finger(shared, data, turn));
    }

    /** The attribute in the model file that sets the target's size. */
    private static String target(double radius) {
        return "type=\"sphere\" size=\"" + radius + '"';
    }

    @Override
    public void reset(RandomGenerator random) {
        qpos.set(0, random.nextDouble(ranges.get(0), ranges.get(1)));
        qpos.set(1, random.nextDouble(ranges.get(2), ranges.get(3)));
        qpos.set(2, random.nextDouble(-Math.PI, Math.PI));
        data.forward();
        if (turn) {
            double angle = random.nextDouble(-Math.PI, Math.PI);
            mocapPos.set(0, hinge.get(0) + REACH * Math.sin(angle));
            mocapPos.set(2, hinge.get(2) + REACH * Math.cos(angle));
        }
    }

    @Override
    public void observe(float[] observation) {
        observation[0] = (float) proximal.get(0);
        observation[1] = (float) distal.get(0);
        observation[2] = (float) (tip.get(0) - hinge.get(0));
        observation[3] = (float) (tip.get(2) - hinge.get(2));
        int n = Observations.put(qvel, 0, observation, 4);
        observation[n] = (float) Math.log1p(touchTop.get(0));
        observation[n + 1] = (float) Math.log1p(touchBottom.get(0));
        if (turn) {
            observation[n + 2] = (float) (target.get(0) - hinge.get(0));
            observation[n + 3] = (float) (target.get(2) - hinge.get(2));
            observation[n + 4] = (float) distanceToTarget();
        }
    }

    @Override
    public double reward(float[] action) {
        boolean done = turn ? distanceToTarget() <= 0 : hingeVelocity.get(0) <= SPIN_VELOCITY;
        return done ? 1 : 0;
    }

    /** The distance from the tip to the target's surface, m; both move in one plane. */
    private double distanceToTarget() {
        double x = target.get(0) - tip.get(0);
        double z = target.get(2) - tip.get(2);
        return Math.sqrt(x * x + z * z) - targetRadius;
    }
}
