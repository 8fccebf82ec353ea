/**
 * Environments of one's own on MuJoCo: {@link dev.advect.envs.MujocoEnv} makes one of an MJCF and a few functions. The
 * control suite runs on it too.
 */
@NullMarked
package dev.advect.envs;

import org.jspecify.annotations.NullMarked;
