/** Commands that run experiments: reproduce. */
@NullMarked
package dev.advect.app.reproduce;

import org.jspecify.annotations.NullMarked;
