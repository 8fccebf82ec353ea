/** The reproduce commands, which run experiments. */
@NullMarked
package dev.advect.app.reproduce;

import org.jspecify.annotations.NullMarked;
