/** Files that are damaged at random and read. */
@NullMarked
package dev.advect.reliability.mutate;

import org.jspecify.annotations.NullMarked;
