/**
 * Statistics for comparing algorithms by a few runs on several tasks, as defined by Agarwal et al., "Deep Reinforcement
 * Learning at the Edge of the Statistical Precipice" (2021), and their library rliable.
 */
@NullMarked
package dev.advect.experiments.grid.statistics;

import org.jspecify.annotations.NullMarked;
