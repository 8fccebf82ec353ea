package dev.advect.experiments;

import dev.advect.data.DemonstrationBuilder;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.random.Rng;

/**
 * Whole episodes of a scripted expert. Normal noise may be added to its actions, before they are clipped to [-1, 1]; what
 * is written down are the actions that were taken. An episode ends once success has lasted for {@link #HELD} steps, at the
 * environment's own end, or at its time limit. Failed episodes stay in: their rewards are those of failure.
 */
public final class ExpertRollout {
    /** Steps of success in a row after which an episode ends. */
    static final int HELD = 5;

    private final ExpertEnv env;
    private final Expert expert;
    private final double noise;
    private final long seed;
    private final DemonstrationBuilder steps;
    private final float[] observation;
    private final float[] action;
    private final Step step;
    private int episodes;
    private int successes;
    private int divergences;

    /** @param noise the deviation of what is added to each component of an action */
    public ExpertRollout(ExpertEnv env, double noise, long seed) {
        this.env = env;
        this.noise = noise;
        this.seed = seed;
        expert = env.newExpert();
        EnvSpec spec = env.spec();
        steps = new DemonstrationBuilder(
                spec.observationSize(), spec.actionSize(), spec.observationParts(), spec.episodeSteps());
        observation = new float[spec.observationSize()];
        action = new float[spec.actionSize()];
        step = new Step(spec.observationSize());
    }

    /** Does so many episodes more; each has a random stream of its own. */
    public void run(int count) {
        for (int i = 0; i < count; i++) {
            episode(new Rng(seed, episodes++));
        }
    }

    private void episode(Rng random) {
        env.reset(random, observation);
        expert.begin();
        int held = 0;
        int limit = env.spec().episodeSteps();
        boolean succeeded = false;
        boolean over = false;
        for (int t = 1; !over; t++) {
            expert.act(action);
            for (int i = 0; i < action.length; i++) {
                action[i] = (float) Math.clamp(action[i] + noise * random.nextGaussian(), -1, 1);
            }
            step.clear();
            env.step(action, step);
            boolean success = !step.diverged && env.succeeded();
            held = success ? held + 1 : 0;
            succeeded |= success;
            divergences += step.diverged ? 1 : 0;
            boolean cutOff = !step.terminated && (step.truncated || t == limit || held == HELD);
            steps.add(observation, 0, action, 0, step.reward, step.observation, 0, step.terminated, cutOff);
            System.arraycopy(step.observation, 0, observation, 0, observation.length);
            over = step.terminated || cutOff;
        }
        successes += succeeded ? 1 : 0;
    }

    int episodes() {
        return episodes;
    }

    /** Episodes with success. */
    public int successes() {
        return successes;
    }

    /** Episodes that ended because the simulation blew up. */
    public int divergences() {
        return divergences;
    }

    /** Steps an episode, on average. */
    public double meanSteps() {
        return steps.steps() / (double) episodes;
    }

    public Demonstrations demonstrations() {
        return steps.build();
    }
}
