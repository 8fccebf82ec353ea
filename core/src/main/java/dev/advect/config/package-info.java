/** What every package says of values that are not possible. */
@NullMarked
package dev.advect.config;

import org.jspecify.annotations.NullMarked;
