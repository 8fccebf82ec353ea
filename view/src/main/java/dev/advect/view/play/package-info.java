/** Who acts in an episode that is watched: a trained policy, an exported one, a scripted expert, chance, or nobody. */
@NullMarked
package dev.advect.view.play;

import org.jspecify.annotations.NullMarked;
