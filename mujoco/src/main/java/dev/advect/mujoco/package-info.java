/**
 * Java bindings for MuJoCo 2.2.2 and 3.x through {@code java.lang.foreign}: models, simulation state and sensors as
 * views of native memory.
 *
 * <p>{@link dev.advect.mujoco.Model} compiles MJCF, and {@link dev.advect.mujoco.Data} is one simulation of a model.
 * Several threads may step different {@code Data} of the same model at the same time; only one thread at a time may use
 * one {@code Data}. Named elements of the model are accessible by name, for example through {@link
 * dev.advect.mujoco.Data#body} and {@link dev.advect.mujoco.Data#sensor}.
 */
@NullMarked
package dev.advect.mujoco;

import org.jspecify.annotations.NullMarked;
