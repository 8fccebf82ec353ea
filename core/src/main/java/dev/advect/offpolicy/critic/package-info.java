/** Probes of a critic: how it judges its policy's actions, and how the policy fares where the critic has a say in them. */
@NullMarked
package dev.advect.offpolicy.critic;

import org.jspecify.annotations.NullMarked;
