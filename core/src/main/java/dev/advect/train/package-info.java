/**
 * The training loop and what belongs to it: configuration, presets, run directory, evaluation, checkpoints and logs.
 */
@NullMarked
package dev.advect.train;

import org.jspecify.annotations.NullMarked;
