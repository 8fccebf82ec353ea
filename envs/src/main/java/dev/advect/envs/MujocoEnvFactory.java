package dev.advect.envs;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.util.function.Function;

/** A factory of environments built by {@link MujocoEnvBuilder}; its instances share one compiled model. */
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

    /** Creates an instance with its own simulation state; this may be called from several threads. */
    @Override
    public MujocoEnv create() {
        return binder.apply(model.newData());
    }

    /** Creates a {@link PhasedBatch}, which alternates between physics and rewards block by block. */
    @Override
    public BatchEnv createBatch(int count) {
        return new PhasedBatch(this::create, count);
    }
}
