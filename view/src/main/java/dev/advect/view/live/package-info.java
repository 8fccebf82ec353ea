/** A simulation that runs while it is watched: its pace, the policy that acts in it, ghosts, the mouse's spring. */
@NullMarked
package dev.advect.view.live;

import org.jspecify.annotations.NullMarked;
