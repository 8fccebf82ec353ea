/** The grid world with two goals: which of them a policy reaches, and from where. */
@NullMarked
package dev.advect.experiments.gridworld;

import org.jspecify.annotations.NullMarked;
