/** Access to libtorch: its setup, and tensors in host memory. */
@NullMarked
package dev.advect.nn.torch;

import org.jspecify.annotations.NullMarked;
