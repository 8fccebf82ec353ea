/** Imitation-bootstrapped reinforcement learning (arXiv 2311.02198): an imitation policy proposes, the critic chooses. */
@NullMarked
package dev.advect.offpolicy.ibrl;

import org.jspecify.annotations.NullMarked;
