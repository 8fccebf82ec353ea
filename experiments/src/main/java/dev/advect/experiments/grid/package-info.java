/**
 * Grids of runs, in which every task is trained with every variant and seed, with one row of results per run, tables
 * and curves.
 */
@NullMarked
package dev.advect.experiments.grid;

import org.jspecify.annotations.NullMarked;
