/** Off-policy algorithms: replay buffer, critic ensemble, and what is learnt with them. */
@NullMarked
package dev.advect.offpolicy;

import org.jspecify.annotations.NullMarked;
