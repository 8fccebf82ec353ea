package dev.advect.envs.suite;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.PhasedBatch;

/**
 * A task of the suite: a domain's model, and what is asked of it.
 *
 * <p>The model is compiled when the first instance is made, and stays.
 */
public final class SuiteTask implements EnvFactory {
    private final EnvSpec spec;
    private final String description;
    private final SharedModel model;
    private final Task.Binder binder;

    SuiteTask(EnvSpec spec, String description, SharedModel model, Task.Binder binder) {
        this.spec = spec;
        this.description = description;
        this.model = model;
        this.binder = binder;
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** What is to be done, in one line. */
    public String description() {
        return description;
    }

    /** An instance with a simulation state of its own. Safe to call from several threads. */
    @Override
    public SuiteEnv create() {
        return new SuiteEnv(spec, model.get(), binder);
    }

    /** Instances whose physics and whose rewards are worked out in turn, see {@link PhasedBatch}. */
    @Override
    public BatchEnv createBatch(int count) {
        return new PhasedBatch(this::create, count);
    }
}
