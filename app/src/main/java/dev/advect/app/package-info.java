/** The command line: one class per command, and the classes that they share. */
@NullMarked
package dev.advect.app;

import org.jspecify.annotations.NullMarked;
