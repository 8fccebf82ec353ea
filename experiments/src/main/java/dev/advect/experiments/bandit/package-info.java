/** The experiment with a bandit on the plane: whether particles move straight, and whether a mode is lost. */
@NullMarked
package dev.advect.experiments.bandit;

import org.jspecify.annotations.NullMarked;
