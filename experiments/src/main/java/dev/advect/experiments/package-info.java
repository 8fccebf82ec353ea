/** What experiments have in common: records of results, evaluation of checkpoints, and rollouts of scripted experts. */
@NullMarked
package dev.advect.experiments;

import org.jspecify.annotations.NullMarked;
