package dev.advect.envs.suite;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.PhasedBatch;

/**
 * A task of the control suite, which is also the factory of its environment.
 *
 * <p>The model is compiled when the first instance is created and is kept from then on.
 */
public final class SuiteTask implements EnvFactory {
    private final EnvSpec spec;
    private final String description;
    private final SuiteModel model;
    private final Task.Binder binder;

    SuiteTask(EnvSpec spec, String description, SuiteModel model, Task.Binder binder) {
        this.spec = spec;
        this.description = description;
        this.model = model;
        this.binder = binder;
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** The task in one line. */
    public String description() {
        return description;
    }

    /** Creates an instance with its own simulation state; this may be called from several threads. */
    @Override
    public SuiteEnv create() {
        return new SuiteEnv(spec, model.get(), binder);
    }

    /** Creates a {@link PhasedBatch}, which alternates between physics and rewards block by block. */
    @Override
    public BatchEnv createBatch(int count) {
        return new PhasedBatch(this::create, count);
    }
}
