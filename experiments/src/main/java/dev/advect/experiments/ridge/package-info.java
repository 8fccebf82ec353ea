/** The experiment on the ridge, where the policy is not told which of two ways is the right one. */
@NullMarked
package dev.advect.experiments.ridge;

import org.jspecify.annotations.NullMarked;
