/**
 * Environments on MuJoCo: {@link dev.advect.envs.MujocoEnv} builds a custom one from an MJCF model and a few functions.
 * The control suite is built on it too.
 */
@NullMarked
package dev.advect.envs;

import org.jspecify.annotations.NullMarked;
