/** Commands about one run or one file: train, eval, export, act, plot, debug, collect, data. */
@NullMarked
package dev.advect.app.run;

import org.jspecify.annotations.NullMarked;
