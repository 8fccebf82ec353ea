package dev.advect.view.live;

import dev.advect.config.InvalidValueException;
import dev.advect.env.DrawableEnv;
import dev.advect.env.Env;
import dev.advect.envs.SimulatedEnv;

import java.util.Map;

/** How an environment is shown: as its model looks, as it draws itself, or not at all. */
public final class Stages {
    private Stages() {}

    /** The stage of an environment that was reset. */
    public static Stage of(Env env) {
        return switch (env) {
            case SimulatedEnv simulated -> new ModelStage(simulated);
            case DrawableEnv drawable -> drawing(drawable);
            default -> new Blank("This environment does not draw itself");
        };
    }

    private static Stage drawing(DrawableEnv env) {
        try {
            return new DrawingStage(env);
        } catch (InvalidValueException e) {
            return new Blank(String.valueOf(e.getMessage()));
        }
    }

    /** The stage of an environment that does not show itself. */
    private record Blank(String why) implements Stage {
        @Override
        public Map<String, Object> description() {
            return Map.of("kind", "blank", "why", why);
        }

        @Override
        public float[] state(Env env) {
            return new float[0];
        }
    }
}
