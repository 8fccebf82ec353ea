/**
 * Where the fields of MuJoCo's C structures lie in memory: built-in tables for the tested versions, and a parser of the C headers
 * for the others.
 */
@NullMarked
package dev.advect.mujoco.layout;

import org.jspecify.annotations.NullMarked;
