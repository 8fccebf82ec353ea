/** libtorch: how it is set up, and tensors that live in the host's memory. */
@NullMarked
package dev.advect.nn.torch;

import org.jspecify.annotations.NullMarked;
