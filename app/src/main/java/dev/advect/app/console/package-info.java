/** The terminal: standard output and error, progress, interruption, and errors in one line each. */
@NullMarked
package dev.advect.app.console;

import org.jspecify.annotations.NullMarked;
