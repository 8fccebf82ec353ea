package dev.advect.experiments;

import dev.advect.data.DemonstrationBuilder;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.random.Rng;

/**
 * A recorder of whole episodes of a scripted expert. Gaussian noise may be added to its actions before they are clipped
 * to [-1, 1]; the recorded actions are those executed. An episode ends when success has lasted for {@link #HELD_STEPS}
 * steps, when the environment terminates it, or at the time limit. Failed episodes are kept, with the rewards of
 * failure.
 */
public final class ExpertRollout {
    /** The number of consecutive steps of success after which an episode ends. */
    static final int HELD_STEPS = 5;

    private final ExpertEnv env;
    private final Expert expert;
    private final ExpertNoise noise;
    private final long seed;
    private final DemonstrationBuilder steps;
    private final float[] observation;
    private final float[] action;
    /** The noise of the step, in units of its deviation. */
    private final double[] disturbance;
    private final Step step;
    private int episodes;
    private int successes;
    private int divergences;

    /**
     * @param noise what is added to actions
     */
    public ExpertRollout(ExpertEnv env, ExpertNoise noise, long seed) {
        this.env = env;
        this.noise = noise;
        this.seed = seed;
        expert = env.newExpert();
        EnvSpec spec = env.spec();
        steps = new DemonstrationBuilder(
                spec.observationSize(), spec.actionSize(), spec.observationParts(), spec.episodeSteps());
        observation = new float[spec.observationSize()];
        action = new float[spec.actionSize()];
        disturbance = new double[spec.actionSize()];
        step = new Step(spec.observationSize());
    }

    /** Runs further episodes, each with its own random stream. */
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
            noise.advance(disturbance, t == 1, random);
            for (int i = 0; i < action.length; i++) {
                action[i] = (float) Math.clamp(action[i] + noise.deviation() * disturbance[i], -1, 1);
            }
            step.clear();
            env.step(action, step);
            boolean success = !step.diverged && env.succeeded();
            held = success ? held + 1 : 0;
            succeeded |= success;
            divergences += step.diverged ? 1 : 0;
            boolean cutOff = !step.terminated && (step.truncated || t == limit || held == HELD_STEPS);
            steps.add(observation, 0, action, 0, step.reward, step.observation, 0, step.terminated, cutOff);
            System.arraycopy(step.observation, 0, observation, 0, observation.length);
            over = step.terminated || cutOff;
        }
        successes += succeeded ? 1 : 0;
    }

    /** The number of successful episodes. */
    public int successes() {
        return successes;
    }

    /** The number of episodes that ended because the simulation diverged. */
    public int divergences() {
        return divergences;
    }

    /** The mean number of steps per episode. */
    public double meanSteps() {
        return steps.steps() / (double) episodes;
    }

    public Demonstrations demonstrations() {
        return steps.build();
    }
}
