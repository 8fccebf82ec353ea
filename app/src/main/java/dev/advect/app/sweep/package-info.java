/** The command that searches for good values of a configuration. */
@NullMarked
package dev.advect.app.sweep;

import org.jspecify.annotations.NullMarked;
