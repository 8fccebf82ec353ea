/** Neural networks: parameters, forward and backward passes, and the Adam optimiser. */
@NullMarked
package dev.advect.nn;

import org.jspecify.annotations.NullMarked;
