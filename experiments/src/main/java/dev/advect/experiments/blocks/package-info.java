/** The experiment with the number of blocks into which SWFP cuts a flow. */
@NullMarked
package dev.advect.experiments.blocks;

import org.jspecify.annotations.NullMarked;
