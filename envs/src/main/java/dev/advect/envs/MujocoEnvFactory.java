package dev.advect.envs;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.util.function.Function;

/** Makes instances of an environment that {@link MujocoEnvBuilder} described; they share its model. */
public final class MujocoEnvFactory implements EnvFactory {
    private final EnvSpec spec;
    private final Model model;
    private final Function<Data, MujocoEnv> binder;

    MujocoEnvFactory(EnvSpec spec, Model model, Function<Data, MujocoEnv> binder) {
        this.spec = spec;
        this.model = model;
        this.binder = binder;
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** The compiled model. */
    public Model model() {
        return model;
    }

    /** An instance with a simulation state of its own. Safe to call from several threads. */
    @Override
    public MujocoEnv create() {
        return binder.apply(model.newData());
    }

    /** Instances whose physics and whose rewards are worked out in turn, see {@link PhasedBatch}. */
    @Override
    public BatchEnv createBatch(int count) {
        return new PhasedBatch(this::create, count);
    }
}
