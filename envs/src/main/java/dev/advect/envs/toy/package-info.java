/** Small environments in plain Java in which one can see what a policy does. */
@NullMarked
package dev.advect.envs.toy;

import org.jspecify.annotations.NullMarked;
