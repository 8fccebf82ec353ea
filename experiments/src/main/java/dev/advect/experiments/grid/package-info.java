/** Grids of runs: every task with every variant and seed, one row of results each, tables and curves. */
@NullMarked
package dev.advect.experiments.grid;

import org.jspecify.annotations.NullMarked;
