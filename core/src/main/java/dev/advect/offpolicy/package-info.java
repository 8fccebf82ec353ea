/** Off-policy learning: the training loop, replay buffer and critic ensemble that the algorithms share. */
@NullMarked
package dev.advect.offpolicy;

import org.jspecify.annotations.NullMarked;
