/** Calibrated Q-learning (arXiv 2303.05479): conservative Q-learning bounded from below by the data's returns. */
@NullMarked
package dev.advect.offpolicy.calql;

import org.jspecify.annotations.NullMarked;
