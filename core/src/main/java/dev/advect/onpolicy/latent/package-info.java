/** PPO in the noise space of a frozen flow: an actor chooses the noise from which the flow makes its action. */
@NullMarked
package dev.advect.onpolicy.latent;

import org.jspecify.annotations.NullMarked;
