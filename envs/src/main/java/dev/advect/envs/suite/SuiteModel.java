package dev.advect.envs.suite;

import dev.advect.envs.Resources;
import dev.advect.envs.SharedModel;
import dev.advect.mujoco.Model;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The model of a domain, from an MJCF resource next to this class. */
final class SuiteModel {
    private final String resource;
    private final UnaryOperator<String> edit;
    private final SharedModel compiled;

    /** Creates a model from a resource. */
    SuiteModel(String resource) {
        this(resource, UnaryOperator.identity());
    }

    /** Creates a model from a resource whose text is edited first, for a task's variation of the domain's model. */
    SuiteModel(String resource, UnaryOperator<String> edit) {
        this(resource, edit, ExplicitDamping::compile);
    }

    /** Creates a model with the given compiler; {@code Model::fromXml} leaves joint damping implicit. */
    SuiteModel(String resource, UnaryOperator<String> edit, Function<String, Model> compiler) {
        this.resource = resource;
        this.edit = edit;
        compiled = new SharedModel(() -> compiler.apply(xml()));
    }

    Model get() {
        return compiled.get();
    }

    /** The MJCF text as passed to the compiler. */
    String xml() {
        return edit.apply(Resources.text(SuiteModel.class, resource));
    }
}
