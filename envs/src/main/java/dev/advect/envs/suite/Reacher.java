package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The reacher tasks: touch a target in the plane with a two-link arm.
 *
 * <p>Observation, {@code [6]}: angles of shoulder and wrist (rad; the shoulder's is not wrapped); vector from the finger
 * to the target x, y (m, world axes); angular velocities of shoulder and wrist (rad/s).
 *
 * <p>Reward: 1 if the distance from finger to target is at most the sum of their radii, otherwise 0. The finger's radius
 * is 0.01 m, the target's 0.05 m (easy) or 0.015 m (hard).
 *
 * <p>Initial state: shoulder uniform in ±π, wrist uniform in its range of ±160 degrees, zero velocity; the target in a
 * uniformly random direction, at a distance uniform in [0.05, 0.2) m from the shoulder. The first observation of an
 * episode is computed before the target is moved and shows it at the shoulder; this matches Playground, which evaluates
 * the model and then moves the target.
 *
 * <p>A control step of 0.02 s is four physics steps; the torque limit is 0.05 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/reacher.py}.
 */
final class Reacher implements Task {
    private static final double FINGER_RADIUS = 0.01;
    private static final double EASY_RADIUS = 0.05;
    private static final double HARD_RADIUS = 0.015;

    private final Data data;
    private final Tolerance touching;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView ranges;
    private final DoubleView geomXpos;
    private final DoubleView mocapPos;
    private final int finger;
    private final int target;

    private Reacher(Model model, Data data, double targetRadius) {
        this.data = data;
        touching = Tolerance.within(0, targetRadius + FINGER_RADIUS);
        qpos = data.qpos();
        qvel = data.qvel();
        ranges = model.jntRange();
        geomXpos = data.geomXpos();
        mocapPos = data.mocapPos();
        finger = model.id(ObjectType.GEOM, "finger");
        target = model.id(ObjectType.GEOM, "target");
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("reacher-easy", "a two-link arm touches a large target, reward 0 or 1", EASY_RADIUS),
                task("reacher-hard", "a two-link arm touches a small target, reward 0 or 1", HARD_RADIUS));
    }

    private static SuiteTask task(String name, String description, double targetRadius) {
        EnvSpec spec = new EnvSpec(name, 6, 2, 1000, 0.02, 4).withParts(
                new ObservationPart("position", 2), new ObservationPart("to_target", 2),
                new ObservationPart("velocity", 2));
        SuiteModel model = new SuiteModel(
                "reacher.xml", xml -> xml.replace("size=\"" + EASY_RADIUS + '"', "size=\"" + targetRadius + '"'));
        return new SuiteTask(spec, description, model, (shared, data) -> new Reacher(shared, data, targetRadius));
    }

    @Override
    public void reset(RandomGenerator random) {
        qpos.set(0, random.nextDouble(-Math.PI, Math.PI));
        qpos.set(1, random.nextDouble(ranges.get(2), ranges.get(3)));
        data.forward();
        double angle = random.nextDouble() * 2 * Math.PI;
        double radius = random.nextDouble(0.05, 0.2);
        mocapPos.set(0, radius * Math.sin(angle));
        mocapPos.set(1, radius * Math.cos(angle));
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, 0, observation, 0);
        observation[n] = (float) toTarget(0);
        observation[n + 1] = (float) toTarget(1);
        Observations.put(qvel, 0, observation, n + 2);
    }

    @Override
    public double reward(float[] action) {
        double x = toTarget(0);
        double y = toTarget(1);
        return touching.of(Math.sqrt(x * x + y * y));
    }

    /** One component of the vector from finger to target, m. */
    private double toTarget(int axis) {
        return geomXpos.get(3 * target + axis) - geomXpos.get(3 * finger + axis);
    }
}
