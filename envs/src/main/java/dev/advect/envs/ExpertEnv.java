package dev.advect.envs;

import dev.advect.env.Env;

/** An environment for which there is a scripted expert, and which can tell success. */
public interface ExpertEnv extends Env {

    /** A new expert for this instance. */
    Expert newExpert();

    /** Whether the state that the last step led to is one of success. */
    boolean succeeded();
}
