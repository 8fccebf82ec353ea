/** Tests of the saved policy. */
@NullMarked
package dev.advect.runtime;

import org.jspecify.annotations.NullMarked;
