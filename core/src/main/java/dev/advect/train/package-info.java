/** The loop around a learner: configuration, run directory, evaluation, checkpoints, metrics. */
@NullMarked
package dev.advect.train;

import org.jspecify.annotations.NullMarked;
