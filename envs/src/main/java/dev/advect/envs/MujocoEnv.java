package dev.advect.envs;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * A simulation as an environment: {@link #fromFile} and {@link #fromXml} begin the description of one.
 *
 * <p>A step carries each component of the action from [-1, 1] to the control range of its actuator (an actuator without
 * one gets it as it is), holds it for {@link EnvSpec#physicsSteps()} physics steps, then asks the {@link MujocoTask} for
 * reward, observation and end. MuJoCo clips controls to their ranges.
 *
 * <p>A simulation that blows up, that is, one that MuJoCo had to reset or whose reward or observation is not finite,
 * ends the episode: terminated, reward 0, and the observation before, so that neither a return nor a running
 * normaliser meets a NaN. {@link #divergences()} counts how often that happened.
 */
public class MujocoEnv implements PhasedEnv {
    private final EnvSpec spec;
    private final Data data;
    private final MujocoTask task;
    private final Drive drive;
    private final double[] state;
    private final float[] previous;
    private long divergences;

    /**
     * An environment of parts; where a few functions are enough, {@link #fromXml} needs less.
     *
     * @param spec names it; an action for each of the model's actuators
     * @param data its simulation state, closed with it
     * @param task belongs to that state
     */
    public MujocoEnv(EnvSpec spec, Data data, MujocoTask task) {
        this(spec, data, task, held(spec, data));
    }

    /**
     * An environment of parts, whose actions are not just held: a controller turns them into controls.
     *
     * @param spec names it
     * @param data its simulation state, closed with it
     * @param task belongs to that state
     * @param drive belongs to that state, and advances it by {@link EnvSpec#physicsSteps()} at a time; what it remembers
     *     from one control step to the next is saved by the task
     */
    public MujocoEnv(EnvSpec spec, Data data, MujocoTask task, Drive drive) {
        this.spec = spec;
        this.data = data;
        this.task = task;
        this.drive = drive;
        state = new double[data.stateSize()];
        previous = new float[spec.observationSize()];
    }

    /** Each component of the action as the control of its actuator, for a whole control step. */
    private static Drive held(EnvSpec spec, Data data) {
        if (data.model().nu() != spec.actionSize()) {
            throw new IllegalArgumentException(
                    spec.name() + ": the model has " + data.model().nu() + " actuators, not " + spec.actionSize());
        }
        DoubleView ctrl = data.ctrl();
        ControlRange range = new ControlRange(data.model());
        return action -> {
            for (int i = 0; i < spec.actionSize(); i++) {
                ctrl.set(i, range.control(i, action[i]));
            }
            data.step(spec.physicsSteps());
        };
    }

    /**
     * Begins the description of an environment.
     *
     * @param name of the environment
     * @param xml the text of the MJCF
     */
    public static MujocoEnvBuilder fromXml(String name, String xml) {
        return new MujocoEnvBuilder(name, () -> Model.fromXml(xml));
    }

    /**
     * Begins the description of an environment.
     *
     * @param name of the environment
     * @param file the MJCF; files it refers to are looked for relative to it
     */
    public static MujocoEnvBuilder fromFile(String name, Path file) {
        return new MujocoEnvBuilder(name, () -> Model.fromFile(file));
    }

    @Override
    public EnvSpec spec() {
        return spec;
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        data.reset();
        task.reset(random);
        task.observe(observation);
        System.arraycopy(observation, 0, previous, 0, previous.length);
    }

    @Override
    public void advance(float[] action) {
        drive.step(action);
    }

    @Override
    public void conclude(float[] action, Step out) {
        out.reward = task.reward(action);
        out.reached = task.reached();
        task.observe(out.observation);
        if (data.diverged() || !Double.isFinite(out.reward) || !isFinite(out.observation)) {
            divergences++;
            out.diverged = true;
            out.reward = 0;
            out.terminated = true;
            System.arraycopy(previous, 0, out.observation, 0, previous.length);
        } else {
            out.terminated = task.terminated();
        }
        System.arraycopy(out.observation, 0, previous, 0, previous.length);
    }

    @Override
    public long divergences() {
        return divergences;
    }

    @Override
    public Model model() {
        return data.model();
    }

    @Override
    public Data data() {
        return data;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        data.saveState(state);
        out.writeInt(state.length);
        for (double value : state) {
            out.writeDouble(value);
        }
        for (float value : previous) {
            out.writeFloat(value);
        }
        out.writeLong(divergences);
        task.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        int length = in.readInt();
        if (length != state.length) {
            throw new IOException(spec.name() + ": a state of " + length + " numbers, not " + state.length);
        }
        for (int i = 0; i < length; i++) {
            state[i] = in.readDouble();
        }
        for (int i = 0; i < previous.length; i++) {
            previous[i] = in.readFloat();
        }
        data.restoreState(state);
        divergences = in.readLong();
        task.load(in);
    }

    @Override
    public void close() {
        data.close();
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
