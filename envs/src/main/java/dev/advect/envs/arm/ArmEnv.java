package dev.advect.envs.arm;

import dev.advect.env.EnvSpec;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;

/** An instance of a manipulation task. It has its own model, because episodes change the sizes of objects. */
public final class ArmEnv extends MujocoEnv implements ExpertEnv {
    private final ArmEpisode episode;

    ArmEnv(EnvSpec spec, Data data, ArmEpisode episode) {
        super(spec, data, episode, episode);
        this.episode = episode;
    }

    ArmEpisode episode() {
        return episode;
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
    public void close() {
        super.close();
        model().close();
    }
}
