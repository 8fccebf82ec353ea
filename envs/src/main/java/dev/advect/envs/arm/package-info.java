/** Manipulation with a Panda arm: the robot, its operational-space controller, tasks, and scripted experts for them. */
@NullMarked
package dev.advect.envs.arm;

import org.jspecify.annotations.NullMarked;
