/** On-policy learning: unrolls, advantages, clipped objectives, and the algorithms that differ in the ratio only. */
@NullMarked
package dev.advect.onpolicy;

import org.jspecify.annotations.NullMarked;
