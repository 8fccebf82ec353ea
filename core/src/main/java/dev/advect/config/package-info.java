/** The exception that all packages throw for invalid values. */
@NullMarked
package dev.advect.config;

import org.jspecify.annotations.NullMarked;
