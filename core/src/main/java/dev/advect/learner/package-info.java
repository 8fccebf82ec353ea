/** An algorithm at work, whatever its kind. */
@NullMarked
package dev.advect.learner;

import org.jspecify.annotations.NullMarked;
