package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The cheetah task: make a planar cheetah run.
 *
 * <p>Observation, {@code [17]}: height of the torso (m, relative to the model's initial pose) and its pitch (rad);
 * angles of back thigh, shin, foot and front thigh, shin, foot (rad); then the velocities of the torso along x and z
 * (m/s) and in pitch (rad/s), and of the six joints in the same order (rad/s). The position along the track is not observed.
 *
 * <p>Reward: v/10, clipped to [0, 1], where v is the speed of the whole body's centre of mass along x, m/s.
 *
 * <p>Initial state: joint angles uniform within their ranges, followed by two seconds without control to settle. Control
 * and physics steps are 0.01 s; the torque limits are 120, 90, 60, 90, 60, 30 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/cheetah.py}; after Wawrzyński, "A cat-like robot real-time
 * learning to run", 2009.
 */
final class Cheetah implements Task {
    private static final SuiteModel MODEL = new SuiteModel("cheetah.xml");

    /** The number of the torso's joints, which come first: x, z, pitch. */
    private static final int ROOT = 3;

    private static final double SPEED = 10;
    private static final Tolerance FAST =
            Tolerance.within(SPEED, Double.POSITIVE_INFINITY).margin(SPEED, Sigmoid.LINEAR, 0);
    private static final int SETTLING_STEPS = 200;

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView velocity;
    private final DoubleView ranges;

    private Cheetah(Model model, Data data) {
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        velocity = data.sensor("torso_subtreelinvel");
        ranges = model.jntRange();
    }

    static List<SuiteTask> tasks() {
        EnvSpec run = new EnvSpec("cheetah-run", 17, 6, 1000, 0.01, 1).withParts(
                new ObservationPart("position", 8), new ObservationPart("velocity", 9));
        return List.of(new SuiteTask(run, "a planar cheetah runs at 10 m/s", MODEL, Cheetah::new));
    }

    @Override
    public void reset(RandomGenerator random) {
        for (int joint = ROOT; joint < qpos.size(); joint++) {
            qpos.set(joint, random.nextDouble(ranges.get(2 * joint), ranges.get(2 * joint + 1)));
        }
        data.forward();
        data.step(SETTLING_STEPS);
        data.time(0);
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, 1, observation, 0);
        Observations.put(qvel, 0, observation, n);
    }

    @Override
    public double reward(float[] action) {
        return FAST.of(velocity.get(0));
    }
}
