/**
 * MuJoCo's library on this machine: where it may lie, which one is chosen, whether it is whole, and how one is fetched.
 */
@NullMarked
package dev.advect.mujoco.library;

import org.jspecify.annotations.NullMarked;
