/** The experiment on motion tracking under few goals: does a flow policy gain over a Gaussian when less is told? */
@NullMarked
package dev.advect.experiments.humanoid;

import org.jspecify.annotations.NullMarked;
