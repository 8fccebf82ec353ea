package dev.advect.envs.arm;

import dev.advect.env.EnvSpec;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;

/** An instance of a manipulation task. It has its own model if episodes change the sizes of objects. */
public final class ArmEnv extends MujocoEnv implements ExpertEnv {
    private final ArmEpisode episode;
    private final boolean ownsModel;

    ArmEnv(EnvSpec spec, Data data, ArmEpisode episode, boolean ownsModel) {
        super(spec, data, episode, episode);
        this.episode = episode;
        this.ownsModel = ownsModel;
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
        if (ownsModel) {
            model().close();
        }
    }
}
