package dev.advect.envs;

import dev.advect.mujoco.Model;
import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * A model that is compiled on first use and then shared by all its simulations for the lifetime of the program. Simulations
 * that are stepped in turn leave more of each other in the caches if they share a model.
 */
public final class SharedModel {
    private final Supplier<Model> compiler;
    private @Nullable Model model;

    /** Creates a model that the given function compiles; it is called at most once unless it fails. */
    public SharedModel(Supplier<Model> compiler) {
        this.compiler = compiler;
    }

    /** The model; this may be called from several threads. */
    public synchronized Model get() {
        Model compiled = model;
        if (compiled == null) {
            compiled = compiler.get();
            model = compiled;
        }
        return compiled;
    }
}
