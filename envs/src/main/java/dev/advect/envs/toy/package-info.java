/** Toy environments in plain Java for visualising the behaviour of a policy. */
@NullMarked
package dev.advect.envs.toy;

import org.jspecify.annotations.NullMarked;
