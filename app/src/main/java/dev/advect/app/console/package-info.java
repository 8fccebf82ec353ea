/** Console input and output: standard output and error, progress, interruption, and one-line error messages. */
@NullMarked
package dev.advect.app.console;

import org.jspecify.annotations.NullMarked;
