/** The commands that work on one run or one file: train, eval, export, act, plot, debug, collect and data. */
@NullMarked
package dev.advect.app.run;

import org.jspecify.annotations.NullMarked;
