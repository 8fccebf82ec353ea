/** Demonstrations: transitions that someone else has made, to be learnt from. */
@NullMarked
package dev.advect.data;

import org.jspecify.annotations.NullMarked;
