/** Demonstrations to learn from, and the file formats in which they are stored. */
@NullMarked
package dev.advect.data;

import org.jspecify.annotations.NullMarked;
