package dev.advect.view.runs;

/**
 * Something that is wrong with a run.
 *
 * @param what what happened, in one line
 * @param advice what it means and what can be done
 */
public record Alarm(String what, String advice) {}
