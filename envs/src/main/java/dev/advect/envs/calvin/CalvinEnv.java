package dev.advect.envs.calvin;

import dev.advect.env.EnvSpec;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;

/** An instance of one of CALVIN's tasks or of a chain of them. Success is that all tasks of the episode are done. */
public final class CalvinEnv extends MujocoEnv implements ExpertEnv {
    private final CalvinEpisode episode;

    CalvinEnv(EnvSpec spec, Data data, CalvinEpisode episode) {
        super(spec, data, episode, episode);
        this.episode = episode;
    }

    CalvinEpisode episode() {
        return episode;
    }

    @Override
    public Expert newExpert() {
        return new CalvinExpert(episode);
    }

    @Override
    public boolean succeeded() {
        return episode.allDone();
    }
}
