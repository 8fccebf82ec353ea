package dev.advect.envs.arm;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.MujocoEnv;
import dev.advect.envs.SimulatedEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** One instance of a manipulation task, with a model of its own, since episodes change the sizes of things. */
public final class ArmEnv implements SimulatedEnv, ExpertEnv {
    private final MujocoEnv env;
    private final ArmEpisode episode;

    ArmEnv(EnvSpec spec, Data data, ArmEpisode episode) {
        this.episode = episode;
        env = new MujocoEnv(spec, data, episode, episode);
    }

    ArmEpisode episode() {
        return episode;
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
    public void step(float[] action, Step out) {
        env.step(action, out);
    }

    @Override
    public Expert newExpert() {
        return episode.scenario().expert();
    }

    @Override
    public boolean succeeded() {
        return episode.scenario().succeeded();
    }

    @Override
    public Model model() {
        return env.model();
    }

    @Override
    public Data data() {
        return env.data();
    }

    @Override
    public long divergences() {
        return env.divergences();
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
        model().close();
    }
}
