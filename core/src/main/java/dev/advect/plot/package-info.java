/** Plots of learning curves and figures of panels, as PNG files. */
@NullMarked
package dev.advect.plot;

import org.jspecify.annotations.NullMarked;
