/** The commands about this machine and this build: doctor, mujoco and list. */
@NullMarked
package dev.advect.app.setup;

import org.jspecify.annotations.NullMarked;
