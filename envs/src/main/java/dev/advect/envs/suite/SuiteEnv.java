package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.MujocoEnv;
import dev.advect.envs.PhasedEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** One instance of a suite task: a {@link MujocoEnv} over the model that all instances share. */
public final class SuiteEnv implements PhasedEnv {
    private final Task task;
    private final MujocoEnv env;

    SuiteEnv(EnvSpec spec, Model model, Task.Binder binder) {
        Data data = model.newData();
        task = binder.bind(model, data);
        env = new MujocoEnv(spec, data, task);
    }

    @Override
    public EnvSpec spec() {
        return env.spec();
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        env.reset(random, observation);
    }

    @Override
    public void advance(float[] action) {
        env.advance(action);
    }

    @Override
    public void conclude(float[] action, Step out) {
        env.conclude(action, out);
    }

    @Override
    public long divergences() {
        return env.divergences();
    }

    @Override
    public Model model() {
        return env.model();
    }

    @Override
    public Data data() {
        return env.data();
    }

    Task task() {
        return task;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        env.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        env.load(in);
    }

    @Override
    public void close() {
        env.close();
    }
}
