/** Random numbers whose state can be saved. */
@NullMarked
package dev.advect.random;

import org.jspecify.annotations.NullMarked;
