/** Runs of an experiment as jobs, which are done in this process or on other machines. */
@NullMarked
package dev.advect.experiments.runs;

import org.jspecify.annotations.NullMarked;
