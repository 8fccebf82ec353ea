package dev.advect.envs.suite;

import dev.advect.envs.Resources;
import dev.advect.mujoco.Model;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A model that is compiled on first use and then shared by all its simulations for the lifetime of the program.
 */
final class SharedModel {
    private final String resource;
    private final UnaryOperator<String> edit;
    private final Function<String, Model> compiler;
    private @Nullable Model model;

    /** Creates a model from an MJCF resource next to this class. */
    SharedModel(String resource) {
        this(resource, UnaryOperator.identity());
    }

    /** Creates a model from a resource whose text is edited first, for a task's variation of the domain's model. */
    SharedModel(String resource, UnaryOperator<String> edit) {
        this(resource, edit, ExplicitDamping::compile);
    }

    /** Creates a model with the given compiler; {@code Model::fromXml} leaves joint damping implicit. */
    SharedModel(String resource, UnaryOperator<String> edit, Function<String, Model> compiler) {
        this.resource = resource;
        this.edit = edit;
        this.compiler = compiler;
    }

    synchronized Model get() {
        Model compiled = model;
        if (compiled == null) {
            compiled = compiler.apply(xml());
            model = compiled;
        }
        return compiled;
    }

    /** The MJCF text as passed to the compiler. */
    String xml() {
        return edit.apply(Resources.text(SharedModel.class, resource));
    }
}
