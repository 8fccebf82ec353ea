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
 * The hopper tasks: make a planar one-legged hopper get up and stand, or hop forwards.
 *
 * <p>Observation, {@code [15]}: height of the torso (m, relative to the initial pose) and its pitch (rad); angles of
 * waist, hip, knee, ankle (rad); the velocities of the torso along x and z (m/s) and in pitch (rad/s), and of the four
 * joints in the same order (rad/s); log(1 + f) of the touch sensors at toe and heel, where f is the normal force of
 * their contacts, N. The position along the track is not observed.
 *
 * <p>Reward: for stand, s · (4 + q)/5, where s is 1 if the centre of mass of the torso lies 0.6 to 2 m above that of the
 * foot, otherwise 0, and q is the mean of 1 - action²; for hop, s · h, where h is v/2 clipped to [0, 1] and v is the
 * speed of the whole body's centre of mass along x, m/s. All sensor readings, including contact forces, are those at the
 * beginning of the last physics step, see {@link Task}.
 *
 * <p>Initial state: pitch uniform in ±π, the four joints uniform within their ranges, the torso at its height in the
 * model, zero velocity. A control step of 0.02 s is four physics steps; the torque limits are 30, 40, 30, 10 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/hopper.py}; after Lillicrap et al., "Continuous control with
 * deep reinforcement learning", 2015.
 */
final class Hopper implements Task {
    private static final SuiteModel MODEL = new SuiteModel("hopper.xml");

    /** The number of the torso's joints, which come first: x, z, pitch. */
    private static final int ROOT = 3;

    private static final int PITCH = 2;
    private static final double SPEED = 2;
    private static final Tolerance STANDING = Tolerance.within(0.6, 2);
    private static final Tolerance SMALL_CONTROL = Tolerance.atZero().margin(1, Sigmoid.QUADRATIC, 0);
    private static final Tolerance FAST =
            Tolerance.within(SPEED, Double.POSITIVE_INFINITY).margin(SPEED / 2, Sigmoid.LINEAR, 0.5);

    private final boolean hopping;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xipos;
    private final DoubleView velocity;
    private final DoubleView toe;
    private final DoubleView heel;
    private final DoubleView ranges;
    private final int torso;
    private final int foot;

    private Hopper(Model model, Data data, boolean hopping) {
        this.hopping = hopping;
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xipos = data.xipos();
        velocity = data.sensor("torso_subtreelinvel");
        toe = data.sensor("touch_toe");
        heel = data.sensor("touch_heel");
        ranges = model.jntRange();
        torso = model.id(ObjectType.BODY, "torso");
        foot = model.id(ObjectType.BODY, "foot");
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("hopper-stand", "a planar one-legged hopper gets up and stands", false),
                task("hopper-hop", "a planar one-legged hopper hops at 2 m/s", true));
    }

    private static SuiteTask task(String name, String description, boolean hopping) {
        EnvSpec spec = new EnvSpec(name, 15, 4, 1000, 0.02, 4).withParts(
                new ObservationPart("position", 6), new ObservationPart("velocity", 7), new ObservationPart("touch", 2));
        return new SuiteTask(spec, description, MODEL, (model, data) -> new Hopper(model, data, hopping));
    }

    @Override
    public void reset(RandomGenerator random) {
        qpos.set(PITCH, random.nextDouble(-Math.PI, Math.PI));
        for (int joint = ROOT; joint < qpos.size(); joint++) {
            qpos.set(joint, random.nextDouble(ranges.get(2 * joint), ranges.get(2 * joint + 1)));
        }
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, 1, observation, 0);
        n = Observations.put(qvel, 0, observation, n);
        observation[n] = (float) Math.log1p(toe.get(0));
        observation[n + 1] = (float) Math.log1p(heel.get(0));
    }

    @Override
    public double reward(float[] action) {
        double standing = STANDING.of(xipos.get(3 * torso + 2) - xipos.get(3 * foot + 2));
        if (hopping) {
            return standing * FAST.of(velocity.get(0));
        }
        return standing * (SMALL_CONTROL.mean(action) + 4) / 5;
    }
}
