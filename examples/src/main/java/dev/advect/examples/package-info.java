/** An environment of one's own, and its training through the public API. */
@NullMarked
package dev.advect.examples;

import org.jspecify.annotations.NullMarked;
