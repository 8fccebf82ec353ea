/** The command line: one class a command, and what they share. */
@NullMarked
package dev.advect.app;

import org.jspecify.annotations.NullMarked;
