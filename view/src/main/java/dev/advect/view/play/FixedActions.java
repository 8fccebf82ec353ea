package dev.advect.view.play;

import dev.advect.config.InvalidValueException;
import dev.advect.random.Rng;
import dev.advect.train.Nearest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Actions without a policy: random ones, zeros, or those that were set last. */
public final class FixedActions implements WatchedPolicy {
    private static final long STREAM = 0x616374;

    private final Rule rule;
    private final int size;
    private RandomGenerator random;
    private final float[] held;

    /** How the actions are chosen. */
    public enum Rule {
        /** Uniformly random in [-1, 1]. */
        RANDOM,
        /** All components are zero. */
        ZERO,
        /** One random action, held until the next episode. */
        HOLD;

        /** Returns the rule of this name. */
        public static Rule of(String name) {
            for (Rule rule : values()) {
                if (rule.text().equals(name)) {
                    return rule;
                }
            }
            throw new InvalidValueException("--actions=" + name + " is none of random, zero and hold"
                    + Nearest.hint(name, Arrays.stream(values()).map(Rule::text).toList()));
        }

        /** Whether it chooses other actions with other random numbers. */
        public boolean isRandom() {
            return this != ZERO;
        }

        /** The name, as {@link #of} takes it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param random the randomness of random and held actions */
    public FixedActions(Rule rule, int actionSize, RandomGenerator random) {
        this.rule = rule;
        this.size = actionSize;
        this.random = random;
        held = new float[actionSize];
        begin();
    }

    /** The randomness that belongs to a seed. */
    public static RandomGenerator random(long seed) {
        return new Rng(seed, STREAM);
    }

    @Override
    public void seed(long seed) {
        random = random(seed);
        begin(); // draws, as the constructor does: a seed leads to the actions that it led to at first
    }

    @Override
    public void begin() {
        draw(held);
    }

    private void draw(float[] action) {
        for (int i = 0; i < size; i++) {
            action[i] = (float) random.nextDouble(-1, 1);
        }
    }

    @Override
    public boolean stochasticByDefault() {
        return true;
    }

    @Override
    public void act(float[] observation, float[] noise, float[] actions) {
        switch (rule) {
            case RANDOM -> draw(actions);
            case ZERO -> Arrays.fill(actions, 0);
            case HOLD -> System.arraycopy(held, 0, actions, 0, size);
        }
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("name", rule.text() + " actions", "flow", false);
    }
}
