/** Small dense linear algebra and rotations, as the controllers of the arms need them; nothing here allocates when it computes. */
@NullMarked
package dev.advect.envs.algebra;

import org.jspecify.annotations.NullMarked;
