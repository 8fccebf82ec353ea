package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * One instance of a suite task: a simulation state of its own over the model that all instances share.
 *
 * <p>A step writes the action to MuJoCo's controls, which MuJoCo clips to [-1, 1], holds it for
 * {@link EnvSpec#physicsSteps()} physics steps, then asks the {@link Task} for reward and observation.
 *
 * <p>A simulation that blows up, that is, one that MuJoCo had to reset or whose reward or observation is not finite,
 * ends the episode: terminated, reward 0, and the observation before, so that neither a return nor a running
 * normaliser meets a NaN. {@link #divergences()} counts how often that happened.
 */
public final class SuiteEnv implements SavableEnv {
    private final EnvSpec spec;
    private final Model model;
    private final Data data;
    private final DoubleView ctrl;
    private final Task task;
    private final double[] state;
    private final float[] previous;
    private long divergences;

    SuiteEnv(EnvSpec spec, Model model, Task.Binder binder) {
        this.spec = spec;
        this.model = model;
        if (model.nu() != spec.actionSize()) {
            throw new IllegalArgumentException(
                    spec.name() + ": the model has " + model.nu() + " actuators, not " + spec.actionSize());
        }
        data = model.newData();
        ctrl = data.ctrl();
        task = binder.bind(model, data);
        state = new double[data.stateSize()];
        previous = new float[spec.observationSize()];
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
    public void step(float[] action, Step out) {
        for (int i = 0; i < spec.actionSize(); i++) {
            ctrl.set(i, action[i]);
        }
        data.step(spec.physicsSteps());
        out.reward = task.reward(action);
        task.observe(out.observation);
        if (data.diverged() || !Double.isFinite(out.reward) || !isFinite(out.observation)) {
            divergences++;
            out.diverged = true;
            out.reward = 0;
            out.terminated = true;
            System.arraycopy(previous, 0, out.observation, 0, previous.length);
        }
        System.arraycopy(out.observation, 0, previous, 0, previous.length);
    }

    /** Episodes of this instance that ended because the simulation blew up. */
    public long divergences() {
        return divergences;
    }

    /** The compiled model, shared by all instances of the task: geoms and bodies to draw. */
    public Model model() {
        return model;
    }

    /** The simulation state, to draw or to inspect; changing it changes the episode. */
    public Data data() {
        return data;
    }

    Task task() {
        return task;
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
