/** What the runtime takes for an action. */
@NullMarked
package dev.advect.benchmarks;

import org.jspecify.annotations.NullMarked;
