/** The commands that start a cluster. */
@NullMarked
package dev.advect.app.cluster;

import org.jspecify.annotations.NullMarked;
