/** Pictures: learning curves and panels, as PNG files. */
@NullMarked
package dev.advect.plot;

import org.jspecify.annotations.NullMarked;
