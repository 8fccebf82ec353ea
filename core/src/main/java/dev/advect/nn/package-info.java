/** The one layer that knows libtorch's plumbing: loading it, memory shared with it, parameters, networks, Adam. */
@NullMarked
package dev.advect.nn;

import org.jspecify.annotations.NullMarked;
