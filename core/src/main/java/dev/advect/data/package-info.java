/** Demonstrations: transitions that someone else has made, to be learnt from; and the files in which they are kept. */
@NullMarked
package dev.advect.data;

import org.jspecify.annotations.NullMarked;
