/**
 * On-policy learning: rollouts, advantages, clipped objectives, and minibatch updates. The algorithms in the
 * subpackages differ only in the surrogate objective.
 */
@NullMarked
package dev.advect.onpolicy;

import org.jspecify.annotations.NullMarked;
