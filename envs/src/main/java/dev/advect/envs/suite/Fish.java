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
 * The fish task: swim to a target in a dense fluid while staying upright.
 *
 * <p>Observation, {@code [24]}: cosine u of the angle between the fish's and the world's upward axes; angles of tail,
 * tail twist, the tail's second link, roll and pitch of the right fin, roll and pitch of the left fin (rad); vector from
 * the mouth to the target, to the fish's right, down and forward (m); linear velocity of the torso in world axes (m/s),
 * its angular velocity in its own axes (rad/s); angular velocities of the seven joints in the order of their angles
 * (rad/s).
 *
 * <p>Reward: (7 g(d) + (1 + u)/2)/8, where d is the distance from the mouth's centre to the target's, and g is 1 up to
 * the sum of their radii, 0.045 m, and decays beyond it as a Gaussian, to 0.1 after another 0.09 m.
 *
 * <p>Initial state: orientation uniform over all rotations, joints uniform in ±0.2 rad, zero velocity, the torso at the
 * origin; the target uniform in ±0.4 m for x and y and in [0.1, 0.3) m for z. The first observation of an episode is
 * computed before the target is moved and shows it at its position in the model, (0, 0.4, 0.1) m; this matches Playground.
 *
 * <p>A control step of 0.04 s is twenty physics steps. The actions are target angles, ±1 rad, of weak servos: tail, tail
 * twist, flap of both fins, pitch of the left fin and of the right fin.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/fish.py}.
 */
final class Fish implements Task {
    private static final SuiteModel MODEL = new SuiteModel("fish.xml");

    /** The offset of the orientation in qpos, after the torso's position; the joints follow it. */
    private static final int ORIENTATION = 3;
    private static final int JOINTS = 7;

    /** The sum of the radii of mouth and target, m. */
    private static final double RADII = 0.005 + 0.04;
    private static final Tolerance IN_TARGET = Tolerance.within(0, RADII).margin(2 * RADII);

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xmat;
    private final DoubleView geomXpos;
    private final DoubleView geomXmat;
    private final DoubleView mocapPos;
    private final int upright;
    private final int mouth;
    private final int target;

    private Fish(Model model, Data data) {
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xmat = data.xmat();
        geomXpos = data.geomXpos();
        geomXmat = data.geomXmat();
        mocapPos = data.mocapPos();
        upright = Observations.rotation(model.id(ObjectType.BODY, "torso"), 2, 2);
        mouth = model.id(ObjectType.GEOM, "mouth");
        target = model.id(ObjectType.GEOM, "target");
    }

    static List<SuiteTask> tasks() {
        EnvSpec swim = new EnvSpec("fish-swim", 24, 5, 1000, 0.04, 20).withParts(
                new ObservationPart("upright", 1), new ObservationPart("joint_angles", 7),
                new ObservationPart("target", 3), new ObservationPart("velocity", 13));
        return List.of(new SuiteTask(swim, "a fish swims to a target in space", MODEL, Fish::new));
    }

    @Override
    public void reset(RandomGenerator random) {
        for (int i = 0; i < ORIENTATION; i++) {
            qpos.set(i, 0);
        }
        randomOrientation(random);
        for (int i = JOINTS; i < qpos.size(); i++) {
            qpos.set(i, random.nextDouble(-0.2, 0.2));
        }
        data.forward();
        mocapPos.set(0, random.nextDouble(-0.4, 0.4));
        mocapPos.set(1, random.nextDouble(-0.4, 0.4));
        mocapPos.set(2, random.nextDouble(0.1, 0.3));
    }

    /** Samples a uniform orientation as a normalised quaternion of four independent normal numbers. */
    private void randomOrientation(RandomGenerator random) {
        double squares = 0;
        for (int i = ORIENTATION; i < JOINTS; i++) {
            double component = random.nextGaussian();
            qpos.set(i, component);
            squares += component * component;
        }
        double norm = Math.sqrt(squares);
        for (int i = ORIENTATION; i < JOINTS; i++) {
            qpos.set(i, qpos.get(i) / norm);
        }
    }

    @Override
    public void observe(float[] observation) {
        observation[0] = (float) xmat.get(upright);
        int n = 1;
        for (int i = JOINTS; i < qpos.size(); i++) {
            observation[n++] = (float) qpos.get(i);
        }
        for (int axis = 0; axis < 3; axis++) {
            observation[n++] = (float) Observations.along(geomXmat, mouth, axis, geomXpos, mouth, target);
        }
        Observations.put(qvel, 0, observation, n);
    }

    @Override
    public double reward(float[] action) {
        double inTarget = IN_TARGET.of(Observations.distance(geomXpos, mouth, target));
        return (7 * inTarget + (1 + xmat.get(upright)) / 2) / 8;
    }
}
