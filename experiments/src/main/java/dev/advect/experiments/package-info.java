/** What experiments share: records of results, evaluation of checkpoints, scripted experts at work. */
@NullMarked
package dev.advect.experiments;

import org.jspecify.annotations.NullMarked;
