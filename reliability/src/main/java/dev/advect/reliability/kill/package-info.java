/** Runs that are killed at random moments and resumed. */
@NullMarked
package dev.advect.reliability.kill;

import org.jspecify.annotations.NullMarked;
