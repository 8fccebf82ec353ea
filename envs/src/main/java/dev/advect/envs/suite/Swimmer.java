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
 * The swimmer task: swim to a target with a chain of six links in a plane of dense fluid.
 *
 * <p>Observation, {@code [25]}: angles of the five joints, starting at the head (rad); vector from the nose to the target
 * in the head's axes x, y (m; the nose points along -y); for the head and each of the five segments its velocity along
 * its own axes x, y (m/s, at its centre) and its angular velocity (rad/s). The swimmer's position is not observed.
 *
 * <p>Reward: 1 if the distance from the nose to the target's centre is at most the target's radius of 0.1 m; at a
 * distance d beyond the radius it is 1/(1 + (6 d)²), which is 0.1 at d = 0.5 m.
 *
 * <p>Initial state: heading uniform in ±π, joints uniform in their ranges of ±60 degrees, zero velocity, the head at the
 * origin; the target uniform in a square of ±2 m or, with probability 0.2, of ±0.3 m. The first observation of an episode
 * is computed before the target is moved and shows it at its position in the model, (1, 1) m; this matches Playground.
 *
 * <p>A control step of 0.03 s is ten physics steps; the torque limit is 5e-4 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/swimmer.py}; after Coulom, "Reinforcement learning using neural
 * networks, with applications to motor control", 2002.
 */
final class Swimmer implements Task {
    private static final SuiteModel MODEL = new SuiteModel("swimmer.xml");

    /** The number of the head's joints, which come first: x, y, heading. */
    private static final int ROOT = 3;
    private static final int HEADING = 2;

    /** The offset of the links' velocities in sensordata; each link has linear x, y, z and angular x, y, z. */
    private static final int FIRST_LINK = 12;
    private static final int LINK = 6;

    private static final double TARGET_RADIUS = 0.1;
    private static final Tolerance AT_TARGET =
            Tolerance.within(0, TARGET_RADIUS).margin(5 * TARGET_RADIUS, Sigmoid.LONG_TAIL, 0.1);

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView ranges;
    private final DoubleView xmat;
    private final DoubleView geomXpos;
    private final DoubleView mocapPos;
    private final DoubleView sensors;
    private final int head;
    private final int nose;
    private final int target;

    private Swimmer(Model model, Data data) {
        this.data = data;
        qpos = data.qpos();
        ranges = model.jntRange();
        xmat = data.xmat();
        geomXpos = data.geomXpos();
        mocapPos = data.mocapPos();
        sensors = data.sensordata();
        head = model.id(ObjectType.BODY, "head");
        nose = model.id(ObjectType.GEOM, "nose");
        target = model.id(ObjectType.GEOM, "target");
    }

    static List<SuiteTask> tasks() {
        EnvSpec swim = new EnvSpec("swimmer-6", 25, 5, 1000, 0.03, 10).withParts(
                new ObservationPart("joints", 5), new ObservationPart("to_target", 2),
                new ObservationPart("body_velocities", 18));
        return List.of(new SuiteTask(swim, "a chain of six links swims to a target in a plane", MODEL, Swimmer::new));
    }

    @Override
    public void reset(RandomGenerator random) {
        qpos.set(HEADING, random.nextDouble(-Math.PI, Math.PI));
        for (int joint = ROOT; joint < qpos.size(); joint++) {
            qpos.set(joint, random.nextDouble(ranges.get(2 * joint), ranges.get(2 * joint + 1)));
        }
        data.forward();
        double box = random.nextDouble() < 0.2 ? 0.3 : 2;
        mocapPos.set(0, random.nextDouble(-box, box));
        mocapPos.set(1, random.nextDouble(-box, box));
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, ROOT, observation, 0);
        observation[n++] = (float) toTarget(0);
        observation[n++] = (float) toTarget(1);
        for (int link = FIRST_LINK; link < sensors.size(); link += LINK) {
            observation[n++] = (float) sensors.get(link);
            observation[n++] = (float) sensors.get(link + 1);
            observation[n++] = (float) sensors.get(link + 5);
        }
    }

    @Override
    public double reward(float[] action) {
        double x = toTarget(0);
        double y = toTarget(1);
        return AT_TARGET.of(Math.sqrt(x * x + y * y));
    }

    /** One component, in the head's axes, of the vector from nose to target, m. */
    private double toTarget(int axis) {
        return Observations.along(xmat, head, axis, geomXpos, nose, target);
    }
}
