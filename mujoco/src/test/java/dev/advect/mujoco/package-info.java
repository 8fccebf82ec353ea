/** Tests of the MuJoCo binding. */
@NullMarked
package dev.advect.mujoco;

import org.jspecify.annotations.NullMarked;
