/** Random number generation with a state that can be saved. */
@NullMarked
package dev.advect.random;

import org.jspecify.annotations.NullMarked;
