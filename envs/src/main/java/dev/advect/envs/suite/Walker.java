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
 * The walker tasks: make a planar two-legged walker get up and stand, walk or run.
 *
 * <p>Observation, {@code [24]}: for each of torso, right thigh, right leg, right foot, left thigh, left leg and left foot,
 * the components along the world's x axis of the body's x and z axes; the component u of the torso's z axis along the
 * world's z axis; then the velocities of the torso along z and x (m/s) and in pitch (rad/s), and of right hip, knee,
 * ankle and left hip, knee, ankle (rad/s). Playground calls u a height; the height of the torso, which dm_control
 * observes instead, is not observed.
 *
 * <p>Reward: for stand, s = (3 g + (1 + u)/2)/4, where g is 1 while the torso's frame is at least 1.2 m high and decays
 * below that as a Gaussian, to 0.1 at 0.6 m; for walk and run, s · (5 m + 1)/6, where v is the speed of the whole body's
 * centre of mass along x, and m is v over 1 m/s or 8 m/s, clipped to [0, 1].
 *
 * <p>Initial state: pitch uniform in ±π, the six joints uniform within their ranges, the torso at its height in the
 * model, zero velocity. A control step of 0.025 s is ten physics steps; the torque limits are 100, 50 and 20 N m at each
 * hip, knee and ankle.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/walker.py}; after Lillicrap et al., "Continuous control with
 * deep reinforcement learning", 2015.
 */
final class Walker implements Task {
    private static final SuiteModel MODEL = new SuiteModel("walker.xml");

    /** The number of the torso's joints, which come first: z, x, pitch. */
    private static final int ROOT = 3;

    private static final int PITCH = 2;
    private static final double HEIGHT = 1.2;
    private static final Tolerance STANDING = Tolerance.within(HEIGHT, Double.POSITIVE_INFINITY).margin(HEIGHT / 2);

    private final double speed;
    private final Tolerance moving;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xpos;
    private final DoubleView xmat;
    private final DoubleView velocity;
    private final DoubleView ranges;
    private final int bodies;
    private final int torso;
    private final int upright;

    private Walker(Model model, Data data, double speed) {
        this.speed = speed;
        moving = Tolerance.within(speed, Double.POSITIVE_INFINITY).margin(speed / 2, Sigmoid.LINEAR, 0.5);
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xpos = data.xpos();
        xmat = data.xmat();
        velocity = data.sensor("torso_subtreelinvel");
        ranges = model.jntRange();
        bodies = model.nbody();
        torso = model.id(ObjectType.BODY, "torso");
        upright = Observations.rotation(torso, 2, 2);
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("walker-stand", "a planar walker gets up and stands", 0),
                task("walker-walk", "a planar walker walks at 1 m/s", 1),
                task("walker-run", "a planar walker runs at 8 m/s", 8));
    }

    /** Creates a task; a speed of 0 m/s means standing. */
    private static SuiteTask task(String name, String description, double speed) {
        EnvSpec spec = new EnvSpec(name, 24, 6, 1000, 0.025, 10).withParts(
                new ObservationPart("orientations", 14), new ObservationPart("upright", 1),
                new ObservationPart("velocity", 9));
        return new SuiteTask(spec, description, MODEL, (model, data) -> new Walker(model, data, speed));
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
        int n = 0;
        for (int body = torso; body < bodies; body++) {
            observation[n++] = (float) xmat.get(Observations.rotation(body, 0, 0));
            observation[n++] = (float) xmat.get(Observations.rotation(body, 0, 2));
        }
        observation[n++] = (float) xmat.get(upright);
        Observations.put(qvel, 0, observation, n);
    }

    @Override
    public double reward(float[] action) {
        double standing = STANDING.of(xpos.get(3 * torso + 2));
        double stand = (3 * standing + (1 + xmat.get(upright)) / 2) / 4;
        return speed == 0 ? stand : stand * (5 * moving.of(velocity.get(0)) + 1) / 6;
    }
}
