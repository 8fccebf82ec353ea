package dev.advect.envs;

import dev.advect.env.Env;

/** An environment that has a scripted expert and can detect success. */
public interface ExpertEnv extends Env {

    /** Creates an expert for this instance. */
    Expert newExpert();

    /** Whether the task is solved in the state after the last step. */
    boolean succeeded();
}
