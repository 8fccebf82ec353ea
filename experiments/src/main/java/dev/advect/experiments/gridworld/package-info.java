/** The grid-world experiment with two goals: which goals a policy reaches, and from where. */
@NullMarked
package dev.advect.experiments.gridworld;

import org.jspecify.annotations.NullMarked;
