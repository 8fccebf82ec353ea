package dev.advect.learner;

import dev.advect.io.StateDict;

/**
 * An update that could not be done.
 *
 * @param what went wrong, in one line: the first number that is not finite, and where it stands
 * @param replay all that is needed to do the update again
 */
public record Failure(String what, StateDict replay) {}
