/** Policies: from an observation, as the environment gives it, to an action. Each carries its own normaliser. */
@NullMarked
package dev.advect.policy;

import org.jspecify.annotations.NullMarked;
