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
 * The humanoid tasks: make a humanoid with 21 joints stand, walk or run.
 *
 * <p>Observation, {@code [67]}:
 * <ul>
 *   <li>21 joint angles (rad): abdomen z, y, x; right hip x, z, y, knee, ankle y, x, then those of the left leg; right
 *       shoulder 1, 2, elbow, then those of the left arm;
 *   <li>height of the head (m);
 *   <li>positions of left hand, left foot, right hand, right foot from the torso, 3 each (m, axes of the torso);
 *   <li>components along the world's z axis of the torso's x, y and z axes, 3, the last of which is u;
 *   <li>velocity of the whole body's centre of mass, 3 (m/s, world axes);
 *   <li>27 velocities: linear velocity of the torso, 3 (m/s, world axes), its angular velocity, 3 (rad/s, axes of the
 *       torso), and those of the joints in the order above (rad/s).
 * </ul>
 *
 * <p>Reward: g · l · m · (4 + q)/5, where g is 1 while the head is at least 1.4 m high and decays below that as a
 * Gaussian, to 0.1 at 1.05 m; l is 1 while u ≥ 0.9, and (1 + u)/1.9 below; q is the mean of 1 - action². Stand has m =
 * (h(vx) + h(vy))/2, where vx and vy are the horizontal velocity of the centre of mass and h is a Gaussian that is 0.1 at
 * 2 m/s. Walk and run have m = (5 c + 1)/6, where c is |(vx, vy)| over 1 m/s or 10 m/s, clipped to 1, in any direction.
 *
 * <p>Initial state: always the upright pose of the model, at zero velocity, with its feet 0.2 m above the ground. This
 * matches Playground; dm_control samples a pose that does not touch the ground. A control step of 0.025 s is five physics
 * steps; the torque limits are 40 N m (abdomen, hip x and z, elbow), 120 (hip y), 80 (knee) and 20 (ankle, shoulder).
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/humanoid.py}; after Tassa, Erez and Todorov, "Synthesis and
 * stabilization of complex behaviors through online trajectory optimization", 2012.
 */
final class Humanoid implements Task {
    private static final SuiteModel MODEL = new SuiteModel("humanoid.xml");

    /** The size of the torso's position and orientation, which come first in qpos. */
    private static final int ROOT = 7;

    private static final double HEIGHT = 1.4;
    private static final Tolerance STANDING = Tolerance.within(HEIGHT, Double.POSITIVE_INFINITY).margin(HEIGHT / 4);
    private static final Tolerance UPRIGHT =
            Tolerance.within(0.9, Double.POSITIVE_INFINITY).margin(1.9, Sigmoid.LINEAR, 0);
    private static final Tolerance STILL = Tolerance.atZero().margin(2);
    private static final Tolerance SMALL_CONTROL = Tolerance.atZero().margin(1, Sigmoid.QUADRATIC, 0);

    private final double speed;
    private final Tolerance moving;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xpos;
    private final DoubleView xmat;
    private final DoubleView velocity;
    private final int head;
    private final int torso;
    private final int[] extremities;

    private Humanoid(Model model, Data data, double speed) {
        this.speed = speed;
        moving = Tolerance.within(speed, Double.POSITIVE_INFINITY).margin(speed, Sigmoid.LINEAR, 0);
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xpos = data.xpos();
        xmat = data.xmat();
        velocity = data.sensor("torso_subtreelinvel");
        head = model.id(ObjectType.BODY, "head");
        torso = model.id(ObjectType.BODY, "torso");
        extremities = new int[] {
            model.id(ObjectType.BODY, "left_hand"), model.id(ObjectType.BODY, "left_foot"),
            model.id(ObjectType.BODY, "right_hand"), model.id(ObjectType.BODY, "right_foot")
        };
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("humanoid-stand", "a humanoid stands still", 0),
                task("humanoid-walk", "a humanoid walks at 1 m/s", 1),
                task("humanoid-run", "a humanoid runs at 10 m/s", 10));
    }

    /** Creates a task; a speed of 0 m/s means standing. */
    private static SuiteTask task(String name, String description, double speed) {
        EnvSpec spec = new EnvSpec(name, 67, 21, 1000, 0.025, 5).withParts(
                new ObservationPart("joint_angles", 21), new ObservationPart("head_height", 1),
                new ObservationPart("extremities", 12), new ObservationPart("torso_vertical", 3),
                new ObservationPart("com_velocity", 3), new ObservationPart("velocity", 27));
        return new SuiteTask(spec, description, MODEL, (model, data) -> new Humanoid(model, data, speed));
    }

    @Override
    public void reset(RandomGenerator random) {
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, ROOT, observation, 0);
        observation[n++] = (float) xpos.get(3 * head + 2);
        for (int body : extremities) {
            for (int axis = 0; axis < 3; axis++) {
                observation[n++] = (float) fromTorso(body, axis);
            }
        }
        for (int axis = 0; axis < 3; axis++) {
            observation[n++] = (float) xmat.get(Observations.rotation(torso, 2, axis));
        }
        n = Observations.put(velocity, 0, observation, n);
        Observations.put(qvel, 0, observation, n);
    }

    /** One component of the vector from the torso to a body, in the axes of the torso, m. */
    private double fromTorso(int body, int axis) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += (xpos.get(3 * body + i) - xpos.get(3 * torso + i)) * xmat.get(Observations.rotation(torso, i, axis));
        }
        return sum;
    }

    @Override
    public double reward(float[] action) {
        double standing = STANDING.of(xpos.get(3 * head + 2));
        double upright = UPRIGHT.of(xmat.get(Observations.rotation(torso, 2, 2)));
        double control = (SMALL_CONTROL.mean(action) + 4) / 5;
        return standing * upright * motion(velocity.get(0), velocity.get(1)) * control;
    }

    private double motion(double x, double y) {
        if (speed == 0) {
            return (STILL.of(x) + STILL.of(y)) / 2;
        }
        return (5 * moving.of(Math.sqrt(x * x + y * y)) + 1) / 6;
    }
}
