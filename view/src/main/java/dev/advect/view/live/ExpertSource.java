package dev.advect.view.live;

import dev.advect.envs.ExpertEnv;
import dev.advect.view.play.ExpertActions;

/**
 * The scripted expert of an environment.
 *
 * @param env the instance in which it acts
 */
public record ExpertSource(ExpertEnv env) implements PolicySource {
    @Override
    public ExpertActions open(Choice choice) {
        return new ExpertActions(env);
    }

    @Override
    public Choice first() {
        return Choice.of("");
    }
}
