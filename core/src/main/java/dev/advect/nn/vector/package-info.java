/** Kernels for the processor's vector instructions and network layers built from them, independent of any network. */
@NullMarked
package dev.advect.nn.vector;

import org.jspecify.annotations.NullMarked;
