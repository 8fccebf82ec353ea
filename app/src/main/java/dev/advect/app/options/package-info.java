/** Options and conversions that several commands share. */
@NullMarked
package dev.advect.app.options;

import org.jspecify.annotations.NullMarked;
