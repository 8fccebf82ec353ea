/**
 * Policies, which map an observation, as the environment gives it, to an action. Each policy contains its own
 * normaliser.
 */
@NullMarked
package dev.advect.policy;

import org.jspecify.annotations.NullMarked;
