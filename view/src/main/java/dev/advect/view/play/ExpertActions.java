package dev.advect.view.play;

import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;

import java.util.Map;

/** The scripted expert of one instance of an environment. */
public final class ExpertActions implements WatchedPolicy {
    private final ExpertEnv env;
    private final Expert expert;

    public ExpertActions(ExpertEnv env) {
        this.env = env;
        expert = env.newExpert();
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    @Override
    public void begin() {
        expert.begin();
    }

    @Override
    public boolean isDone() {
        return env.succeeded();
    }

    @Override
    public boolean actsAnywhere() {
        return false;
    }

    @Override
    public void act(float[] observation, float[] noise, float[] actions) {
        expert.act(actions);
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("name", "expert", "flow", false);
    }
}
