/** The interface between the training loop and an algorithm. */
@NullMarked
package dev.advect.learner;

import org.jspecify.annotations.NullMarked;
