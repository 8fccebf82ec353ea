/**
 * Motion tracking by a humanoid: its body, the motions that it follows, and the environments. The body is built from
 * primitives and has the 24 bodies of SMPL, so that motions recorded for SMPL can be applied to it.
 */
@NullMarked
package dev.advect.envs.humanoid;

import org.jspecify.annotations.NullMarked;
