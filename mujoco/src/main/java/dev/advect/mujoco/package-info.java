/**
 * MuJoCo, 2.2.2 and 3.x, through {@code java.lang.foreign}: models, simulation state and sensors as views over native
 * memory.
 *
 * <p>{@link dev.advect.mujoco.Model} compiles MJCF, {@link dev.advect.mujoco.Data} is one simulation of it. Several
 * threads may step different data of the same model at the same time; one data belongs to one thread at a time. What has
 * a name in the model is reached by it: {@link dev.advect.mujoco.Data#body}, {@link dev.advect.mujoco.Data#sensor} and so
 * on.
 */
@NullMarked
package dev.advect.mujoco;

import org.jspecify.annotations.NullMarked;
