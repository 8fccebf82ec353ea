/** What a critic knows of its policy's actions: how they are judged, and how a policy does if the critic has a say in them. */
@NullMarked
package dev.advect.offpolicy.critic;

import org.jspecify.annotations.NullMarked;
