package dev.advect.learner;

import dev.advect.io.StateDict;

/**
 * An update that could not be carried out.
 *
 * @param what what went wrong, in one line: the first non-finite number and where it is
 * @param replay everything needed to repeat the update
 */
public record Failure(String what, StateDict replay) {}
