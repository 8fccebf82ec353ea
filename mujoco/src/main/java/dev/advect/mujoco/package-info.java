/**
 * MuJoCo 2.2.2 through {@code java.lang.foreign}: models, simulation state and sensors as views over native memory.
 *
 * <p>{@link dev.advect.mujoco.Model} compiles MJCF, {@link dev.advect.mujoco.Data} is one simulation of it. Several
 * threads may step different data of the same model at the same time; one data belongs to one thread at a time.
 */
@NullMarked
package dev.advect.mujoco;

import org.jspecify.annotations.NullMarked;
