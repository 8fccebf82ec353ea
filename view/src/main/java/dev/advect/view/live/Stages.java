package dev.advect.view.live;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Env;
import dev.advect.envs.SimulatedEnv;

import java.util.Map;

/** How an environment is shown: as its model looks, as it draws itself, or not at all. */
public final class Stages {
    private Stages() {}

    /** The stage of an environment. */
    public static Stage of(Env env) {
        return switch (env) {
            case SimulatedEnv simulated -> new ModelStage(simulated);
            case DrawableEnv drawable -> new DrawingStage(drawable);
            default -> new Blank();
        };
    }

    /** The stage of an environment that does not show itself. */
    private static final class Blank implements Stage {
        @Override
        public Map<String, Object> description() {
            return Map.of("kind", "blank");
        }

        @Override
        public float[] state(Env env) {
            return new float[0];
        }
    }
}
