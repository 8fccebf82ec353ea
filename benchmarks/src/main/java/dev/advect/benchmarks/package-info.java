/** Times of an action by the runtime, and of the products in learning. */
@NullMarked
package dev.advect.benchmarks;

import org.jspecify.annotations.NullMarked;
