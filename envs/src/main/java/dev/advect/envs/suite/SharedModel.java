package dev.advect.envs.suite;

import dev.advect.mujoco.Model;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A model that is compiled when it is first asked for, and shared from then on by every simulation of it, for as long
 * as the program runs.
 */
final class SharedModel {
    private final String resource;
    private final UnaryOperator<String> edit;
    private final Function<String, Model> compiler;
    private @Nullable Model model;

    /** The MJCF of that name beside this class. */
    SharedModel(String resource) {
        this(resource, UnaryOperator.identity());
    }

    /** The same with its text changed first: a task's variation of the domain's model. */
    SharedModel(String resource, UnaryOperator<String> edit) {
        this(resource, edit, ExplicitDamping::compile);
    }

    /** The same, compiled in a way of its own: {@code Model::fromXml} leaves the damping of joints implicit. */
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

    /** The MJCF as it is before it is compiled. */
    String xml() {
        try (InputStream in = SharedModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the model " + resource + " is missing from the jar");
            }
            return edit.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
