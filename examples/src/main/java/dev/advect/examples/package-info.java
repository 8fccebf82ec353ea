/** Environments of one's own, in Java and of an MJCF, and their training through the public API. */
@NullMarked
package dev.advect.examples;

import org.jspecify.annotations.NullMarked;
