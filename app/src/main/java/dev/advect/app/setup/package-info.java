/** Commands about this machine and this build: doctor, mujoco, list. */
@NullMarked
package dev.advect.app.setup;

import org.jspecify.annotations.NullMarked;
