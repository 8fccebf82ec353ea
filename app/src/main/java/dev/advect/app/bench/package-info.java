/** Commands that measure speed: bench act, cluster, learn, sim and scaling. */
@NullMarked
package dev.advect.app.bench;

import org.jspecify.annotations.NullMarked;
