package dev.advect.view.live;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;
import dev.advect.random.Rng;
import dev.advect.view.play.Plan;
import dev.advect.view.play.WatchedPolicy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One environment in which a pilot acts, and what its last step led to. */
final class Episode implements AutoCloseable {
    private final Env env;
    private final EnvSpec spec;
    private final Step step;
    private final Rng starts = new Rng(0, 0);
    private final Rng noises = new Rng(0, 1);
    private final float[] observation;
    private final float[] action;
    private final Plan plan = new Plan();
    private double reward;
    private double total;
    private int steps;
    private boolean over;

    /** Takes over the environment and starts an episode. */
    Episode(Env env, long seed) {
        this.env = env;
        spec = env.spec();
        step = new Step(spec.observationSize());
        observation = new float[spec.observationSize()];
        action = new float[spec.actionSize()];
        seed(seed);
        reset();
    }

    /** Restarts all randomness; takes effect with the next {@link #reset} and the next action. */
    final void seed(long seed) {
        starts.restore(new Rng(seed, 0).state());
        noises.restore(new Rng(seed, 1).state());
    }

    /** Starts a new episode. */
    final void reset() {
        env.reset(starts, observation);
        forgetPlan();
        reward = 0;
        total = 0;
        steps = 0;
        over = false;
    }

    /** Discards the actions that were decided on but not executed, since another pilot decides now. */
    void forgetPlan() {
        plan.forget();
    }

    /** Advances by one control step. An episode that is over stays as it is. */
    void advance(WatchedPolicy pilot, boolean stochastic) {
        if (over) {
            return;
        }
        plan.act(pilot, observation, stochastic ? noises : null, action);
        step.clear();
        env.step(action, step);
        System.arraycopy(step.observation, 0, observation, 0, observation.length);
        reward = step.reward;
        total += reward;
        steps++;
        over = step.terminated || step.truncated || steps >= spec.episodeSteps();
    }

    /** Ends the episode before its time. */
    void end() {
        over = true;
    }

    /** Whether other episodes can begin in the middle of this one. */
    boolean canBeCopied() {
        return SavableEnv.of(env) != null;
    }

    /** Continues where another episode is, with randomness of its own. */
    void copy(Episode other) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ((SavableEnv) other.env).save(new DataOutputStream(bytes));
            ((SavableEnv) env).load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException("the state of " + spec.name() + " cannot be copied", e);
        }
        System.arraycopy(other.observation, 0, observation, 0, observation.length);
        forgetPlan();
        total = other.total;
        steps = other.steps;
        over = other.over;
    }

    Env env() {
        return env;
    }

    EnvSpec spec() {
        return spec;
    }

    /** The observation that the next action answers. */
    float[] observation() {
        return observation;
    }

    /** The last action. */
    float[] action() {
        return action;
    }

    /** The result of the last step. */
    Step result() {
        return step;
    }

    double reward() {
        return reward;
    }

    /** The sum of the rewards of this episode so far. */
    double total() {
        return total;
    }

    int steps() {
        return steps;
    }

    boolean over() {
        return over;
    }

    @Override
    public void close() {
        env.close();
    }
}
