/** A policy in the formats in which it ships. */
@NullMarked
package dev.advect.export;

import org.jspecify.annotations.NullMarked;
