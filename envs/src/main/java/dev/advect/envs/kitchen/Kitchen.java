package dev.advect.envs.kitchen;

import dev.advect.env.ObservationPart;
import dev.advect.envs.Drive;
import dev.advect.envs.MujocoTask;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.random.Rng;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Elements of a kitchen that are to be worked, in any order, in one episode.
 *
 * <p>Observation, {@code [59]}: positions and velocities of the arm's seven joints and two fingers; then positions and
 * velocities of the kitchen's joints: four knobs, each followed by its burner, light switch, light, sliding cabinet, left
 * and right hinged cabinet, microwave (rad, m), and the kettle's position and quaternion w, x, y, z; all with noise,
 * uniform within ±0.001 for the robot and ±0.00005 for the kitchen. Of positions alone it has 30 numbers, as D4RL's
 * files have beside the goal.
 *
 * <p>Reward: 1 for each element that is done for the first time in the episode. An episode ends, as terminated, when all
 * are done; an element that is undone again stays done.
 *
 * <p>Start: always the same pose, but for the noise of what is seen of it.
 *
 * <p>Source: gymnasium-robotics' {@code franka_kitchen}; with elements microwave, kettle, light switch and sliding cabinet,
 * or bottom burner instead of the last, these are the tasks of D4RL. The noise of the kitchen's joints is there by a table,
 * of at most 0.00005.
 */
final class Kitchen implements MujocoTask, Drive {
    static final int PHYSICS_STEPS = 40;

    private static final ObservationPart ROBOT_QPOS = new ObservationPart("robot_qpos", 9);
    private static final ObservationPart OBJECT_QPOS = new ObservationPart("object_qpos", 21);
    /** Of all 59 numbers. */
    static final List<ObservationPart> PARTS = List.of(ROBOT_QPOS, new ObservationPart("robot_qvel", 9), OBJECT_QPOS,
            new ObservationPart("object_qvel", 20));
    /** Of positions alone, 30 numbers. */
    static final List<ObservationPart> POSITIONS = List.of(ROBOT_QPOS, OBJECT_QPOS);

    /** Joints and fingers, the kitchen's joints, the kettle. */
    private static final double[] START = {
        1.48388e-1, -1.76849, 1.84390, -2.47686, 2.60252e-1, 7.12533e-1, 1.59515, 4.79268e-2, 3.71351e-2,
        -2.66280e-4, -5.18043e-5, 3.12877e-5, -4.51200e-5, -3.90842e-6, -4.22630e-5, 6.28065e-5, 4.04985e-5,
        4.62731e-4, -2.26906e-4, -4.65501e-4, -6.44129e-3, -1.77048e-3, 1.08010e-3,
        -2.69397e-1, 3.50383e-1, 1.61945, 0.99997, 4.039e-3, -6.580e-3, -2.67e-4
    };

    private static final double ROBOT_NOISE = 0.001;
    private static final double OBJECT_NOISE = 0.00005;

    private final Data data;
    private final List<KitchenElement> elements;
    private final boolean velocities;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView ctrl;
    /** The arm's positions as they were last observed. */
    private final double[] seen = new double[VelocityServo.SIZE];
    private RandomGenerator random = new Rng(0, 0);
    private long done;

    /** @param velocities whether velocities are observed, too */
    Kitchen(Data data, List<KitchenElement> elements, boolean velocities) {
        this.data = data;
        this.elements = List.copyOf(elements);
        this.velocities = velocities;
        qpos = data.qpos();
        qvel = data.qvel();
        ctrl = data.ctrl();
    }

    /** Whether an element was done in this episode. */
    boolean isDone(KitchenElement element) {
        return (done & 1L << elements.indexOf(element)) != 0;
    }

    boolean allDone() {
        return Long.bitCount(done) == elements.size();
    }

    @Override
    public void reset(RandomGenerator random) {
        this.random = random;
        done = 0;
        for (int i = 0; i < START.length; i++) {
            qpos.set(i, START[i]);
        }
        data.forward();
    }

    @Override
    public void step(float[] action) {
        for (int i = 0; i < VelocityServo.SIZE; i++) {
            ctrl.set(i, VelocityServo.target(i, seen[i], action[i]));
        }
        data.step(PHYSICS_STEPS);
    }

    @Override
    public void observe(float[] observation) {
        int robot = VelocityServo.SIZE;
        for (int i = 0; i < robot; i++) {
            seen[i] = noisy(qpos.get(i), ROBOT_NOISE);
            observation[i] = (float) seen[i];
        }
        int at = robot;
        at = velocities ? observe(qvel, 0, robot, ROBOT_NOISE, observation, at) : at;
        at = observe(qpos, robot, qpos.size(), OBJECT_NOISE, observation, at);
        if (velocities) {
            observe(qvel, robot, qvel.size(), OBJECT_NOISE, observation, at);
        }
    }

    private int observe(DoubleView values, int from, int to, double noise, float[] observation, int at) {
        for (int i = from; i < to; i++) {
            observation[at + i - from] = (float) noisy(values.get(i), noise);
        }
        return at + to - from;
    }

    private double noisy(double value, double amplitude) {
        return value + amplitude * random.nextDouble(-1, 1);
    }

    @Override
    public double reward(float[] action) {
        long before = done;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).isDone(qpos)) {
                done |= 1L << i;
            }
        }
        return Long.bitCount(done & ~before);
    }

    @Override
    public long reached() {
        return done;
    }

    @Override
    public boolean terminated() {
        return allDone();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (double value : seen) {
            out.writeDouble(value);
        }
        out.writeLong(done);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < seen.length; i++) {
            seen[i] = in.readDouble();
        }
        done = in.readLong();
    }
}
