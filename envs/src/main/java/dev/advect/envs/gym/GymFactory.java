package dev.advect.envs.gym;

import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;

/**
 * A factory of Gymnasium environments that run in Python, see {@link GymName}. The action space must be a bounded Box, to
 * whose bounds [-1, 1] is mapped. The observation space must be a Box or a Dict of Boxes; the Boxes of a Dict are
 * concatenated, and its keys name the {@link EnvSpec#observationParts() parts} of the observation.
 *
 * <p>When an episode of a batch ends, Python begins the next one, with the copy's own generator, as Gymnasium recommends. All
 * other resets pass a seed: the first of each copy, those that cut an episode short, and all of a single copy. The state of
 * Python environments cannot be saved. A single copy draws itself with its {@code rgb_array} frames, which it is asked for only
 * when it is watched.
 */
public final class GymFactory implements EnvFactory {
    private final GymName name;
    private final GymSettings settings;
    private final EnvSpec spec;

    /**
     * Starts Python once and creates one copy there to find out its shapes.
     *
     * @throws dev.advect.env.EnvException with the reason, if Python cannot create the environment
     */
    public GymFactory(GymName name, GymSettings settings) {
        this.name = name;
        this.settings = settings;
        try (PythonProcess python = new PythonProcess(settings, name.toString())) {
            GymShapes.ask(python, name, 1, false);
            spec = GymShapes.answer(python).spec(name);
        }
    }

    /** The shapes and limits of every copy. */
    public EnvSpec spec() {
        return spec;
    }

    /** Creates one copy, in its own process, which starts at the first reset. */
    @Override
    public Env create() {
        return new GymEnv(this);
    }

    @Override
    public BatchEnv createBatch(int count) {
        return new GymBatch(settings, name, spec, count, false);
    }

    /** Creates one copy that can be asked for pictures. */
    GymBatch createDrawn() {
        return new GymBatch(settings, name, spec, 1, true);
    }
}
