package dev.advect.envs.gym;

import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;

/**
 * Makes a Gymnasium environment of Python, see {@link GymName}. Its action space must be a bounded Box, to whose bounds
 * [-1, 1] is carried, and its observation space a Box or a Dict of Boxes, which are observed one after the other and
 * whose names are the {@link EnvSpec#observationParts() parts} of the observation.
 *
 * <p>The first reset of each copy passes a seed, those that follow an end do not, as Gymnasium advises: the copy goes on
 * with its own generator. The state of Python environments cannot be saved.
 */
public final class GymFactory implements EnvFactory {
    private final GymName name;
    private final GymSettings settings;
    private final EnvSpec spec;

    /**
     * Has Python make one copy, to know its shapes.
     *
     * @throws dev.advect.env.EnvException if it cannot, with the reason
     */
    public GymFactory(GymName name, GymSettings settings) {
        this.name = name;
        this.settings = settings;
        try (PythonProcess python = new PythonProcess(settings, name.toString())) {
            GymShapes.ask(python, name, 1);
            spec = GymShapes.answer(python).spec(name);
        }
    }

    /** The shapes and limits of every copy. */
    public EnvSpec spec() {
        return spec;
    }

    /** One copy, in a process of its own that starts with the first reset. */
    @Override
    public Env create() {
        return new GymEnv(this);
    }

    @Override
    public BatchEnv createBatch(int count) {
        return new GymBatch(settings, name, spec, count);
    }
}
