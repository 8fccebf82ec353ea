/** CALVIN's desk: a Franka arm, a sliding door, a drawer, a button, a switch and blocks, with 34 tasks and their experts. */
@NullMarked
package dev.advect.envs.calvin;

import org.jspecify.annotations.NullMarked;
