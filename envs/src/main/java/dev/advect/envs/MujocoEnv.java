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
 * An environment that runs a {@link MujocoTask} on a MuJoCo simulation. {@link #fromFile} and {@link #fromXml} start a
 * builder that needs only an MJCF model and a few functions.
 *
 * <p>By default a step maps each action component from [-1, 1] to the control range of its actuator (an actuator without
 * a range receives it unchanged) and holds it for {@link EnvSpec#physicsSteps()} physics steps; the {@link MujocoTask}
 * then supplies the reward, the observation and whether the episode has terminated. MuJoCo clips controls to their
 * ranges.
 *
 * <p>The episode ends if the simulation diverges, that is, if MuJoCo had to reset it or the reward or observation is not
 * finite. That step is terminated, has reward 0 and repeats the previous observation, so that no NaN reaches a return or
 * a running normaliser. {@link #divergences()} counts these episodes.
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
     * Creates an environment whose actions are held for a control step; where a few functions are enough,
     * {@link #fromXml} is simpler.
     *
     * @param spec its name, shapes and limits, with one action component for each of the model's actuators
     * @param data the simulation state, which is closed with the environment
     * @param task the task, which must be bound to {@code data}
     * @throws IllegalArgumentException if the action size differs from the model's number of actuators
     */
    public MujocoEnv(EnvSpec spec, Data data, MujocoTask task) {
        this(spec, data, task, held(spec, data));
    }

    /**
     * Creates an environment with a controller that turns actions into controls.
     *
     * @param spec its name, shapes and limits
     * @param data the simulation state, which is closed with the environment
     * @param task the task, which must be bound to {@code data}
     * @param drive the controller, which must be bound to {@code data} and advance it by {@link EnvSpec#physicsSteps()}
     *     per call; state that it keeps between control steps must be saved by the task
     */
    public MujocoEnv(EnvSpec spec, Data data, MujocoTask task, Drive drive) {
        this.spec = spec;
        this.data = data;
        this.task = task;
        this.drive = drive;
        state = new double[data.stateSize()];
        previous = new float[spec.observationSize()];
    }

    /** Maps each action component to the control of its actuator and holds it for a whole control step. */
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
     * Starts a builder for an environment with the given model.
     *
     * @param name the environment's name
     * @param xml the MJCF text
     */
    public static MujocoEnvBuilder fromXml(String name, String xml) {
        return new MujocoEnvBuilder(name, () -> Model.fromXml(xml));
    }

    /**
     * Starts a builder for an environment with a model read from a file.
     *
     * @param name the environment's name
     * @param file the MJCF file; the files it refers to are resolved relative to it
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
        clear();
        task.reset(random);
        task.observe(observation);
        System.arraycopy(observation, 0, previous, 0, previous.length);
    }

    /** Takes the simulation to the default pose at rest, before the task chooses the state in which an episode begins. */
    protected void clear() {
        data.reset();
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
            out.truncated = task.truncated();
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
        derive();
    }

    /**
     * Computes what follows from the loaded state, such as where bodies are, for whoever draws it before the next step. The
     * state is restored once more, because its warm start would be another otherwise.
     */
    private void derive() {
        data.saveState(state);
        data.forward();
        data.restoreState(state);
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
