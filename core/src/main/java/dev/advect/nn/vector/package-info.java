/** Kernels for the processor's vector instructions, and the layers made of them; no network is known here. */
@NullMarked
package dev.advect.nn.vector;

import org.jspecify.annotations.NullMarked;
