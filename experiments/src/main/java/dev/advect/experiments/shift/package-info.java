/** The experiment with an arm whose target moves after pre-training: who follows, and which alarms were right. */
@NullMarked
package dev.advect.experiments.shift;

import org.jspecify.annotations.NullMarked;
