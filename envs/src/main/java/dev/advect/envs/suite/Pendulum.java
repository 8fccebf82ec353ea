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
 * The pendulum task: swing up a pendulum with a torque of at most a fifth of what would hold it horizontal.
 *
 * <p>Observation, {@code [3]}: sine and cosine of the angle from upright; angular velocity (rad/s).
 *
 * <p>Reward: 1 if the angle is within 8 degrees of upright, otherwise 0.
 *
 * <p>Initial state: angle uniform in [0, π), zero velocity. A control step of 0.02 s is two physics steps; the torque
 * limit is 1 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/pendulum.py}.
 */
final class Pendulum implements Task {
    private static final SuiteModel MODEL = new SuiteModel("pendulum.xml");
    private static final int HINGE = 0;

    /** The range of the cosine that counts as upright; Playground's upper bound is 1, which rounding may exceed. */
    private static final Tolerance UPRIGHT =
            Tolerance.within(Math.cos(Math.toRadians(8)), Double.POSITIVE_INFINITY);

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xmat;
    private final int cos;
    private final int sin;

    private Pendulum(Model model, Data data) {
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xmat = data.xmat();
        int pole = model.id(ObjectType.BODY, "pole");
        cos = Observations.rotation(pole, 2, 2);
        sin = Observations.rotation(pole, 0, 2);
    }

    static List<SuiteTask> tasks() {
        EnvSpec swingup = new EnvSpec("pendulum-swingup", 3, 1, 1000, 0.02, 2).withParts(
                new ObservationPart("sine", 1), new ObservationPart("cosine", 1), new ObservationPart("velocity", 1));
        return List.of(new SuiteTask(
                swingup, "a weakly driven pendulum is swung up and kept so, reward 0 or 1", MODEL, Pendulum::new));
    }

    @Override
    public void reset(RandomGenerator random) {
        qpos.set(HINGE, random.nextDouble() * Math.PI);
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        observation[0] = (float) xmat.get(sin);
        observation[1] = (float) xmat.get(cos);
        observation[2] = (float) qvel.get(HINGE);
    }

    @Override
    public double reward(float[] action) {
        return UPRIGHT.of(xmat.get(cos));
    }
}
