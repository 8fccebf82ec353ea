/** Runs of experiments and sweeps as tasks of Apache Spark. */
@NullMarked
package dev.advect.cluster;

import org.jspecify.annotations.NullMarked;
