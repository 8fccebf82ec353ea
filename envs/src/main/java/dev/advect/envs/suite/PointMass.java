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
 * The point-mass task: push a ball to the middle of a square and keep it there.
 *
 * <p>Observation, {@code [4]}: position x, y (m); velocity x, y (m/s).
 *
 * <p>Reward: g(d) · (4 + q)/5, where d is the distance of the ball from the target's centre, g is 1 within the target's
 * radius of 0.015 m and decays beyond it as a Gaussian, to 0.1 at twice the radius, and q is the mean of 1 - action².
 *
 * <p>Initial state: x and y uniform in ±0.29 m, zero velocity. Control and physics steps are 0.02 s, the force limit is
 * 0.1 N.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/point_mass.py}.
 */
final class PointMass implements Task {
    private static final SuiteModel MODEL = new SuiteModel("point_mass.xml");

    private static final double TARGET_RADIUS = 0.015;
    private static final Tolerance NEAR = Tolerance.within(0, TARGET_RADIUS).margin(TARGET_RADIUS);
    private static final Tolerance SMALL_CONTROL = Tolerance.atZero().margin(1, Sigmoid.QUADRATIC, 0);

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView ranges;
    private final DoubleView geomXpos;
    private final int ball;
    private final int target;

    private PointMass(Model model, Data data) {
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        ranges = model.jntRange();
        geomXpos = data.geomXpos();
        ball = model.id(ObjectType.GEOM, "pointmass");
        target = model.id(ObjectType.GEOM, "target");
    }

    static List<SuiteTask> tasks() {
        EnvSpec spec = new EnvSpec("point-mass", 4, 2, 1000, 0.02, 1).withParts(
                new ObservationPart("position", 2), new ObservationPart("velocity", 2));
        return List.of(new SuiteTask(spec, "a ball is pushed to the middle and kept there", MODEL, PointMass::new));
    }

    @Override
    public void reset(RandomGenerator random) {
        for (int joint = 0; joint < qpos.size(); joint++) {
            qpos.set(joint, random.nextDouble(ranges.get(2 * joint), ranges.get(2 * joint + 1)));
        }
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, 0, observation, 0);
        Observations.put(qvel, 0, observation, n);
    }

    @Override
    public double reward(float[] action) {
        double dx = geomXpos.get(3 * target) - geomXpos.get(3 * ball);
        double dy = geomXpos.get(3 * target + 1) - geomXpos.get(3 * ball + 1);
        double dz = geomXpos.get(3 * target + 2) - geomXpos.get(3 * ball + 2);
        double near = NEAR.of(Math.sqrt(dx * dx + dy * dy + dz * dz));
        double control = (SMALL_CONTROL.of(action[0]) + SMALL_CONTROL.of(action[1])) / 2;
        return near * (control + 4) / 5;
    }
}
