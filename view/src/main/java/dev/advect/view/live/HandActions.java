package dev.advect.view.live;

import dev.advect.view.play.Cloud;
import dev.advect.view.play.WatchedPolicy;

import java.util.Map;
import java.util.Optional;

/** Actions by hand: the page sets them, and they are held until it sets others. */
public final class HandActions implements WatchedPolicy, PolicySource {
    private final float[] action;

    /** Hands that do nothing yet. */
    public HandActions(int actionSize) {
        action = new float[actionSize];
    }

    /** Sets the components that are given, within [-1, 1]. */
    void set(float[] values) {
        for (int i = 0; i < Math.min(values.length, action.length); i++) {
            action[i] = Float.isFinite(values[i]) ? Math.clamp(values[i], -1, 1) : 0;
        }
    }

    @Override
    public void act(float[] observation, float[] noise, float[] actions) {
        System.arraycopy(action, 0, actions, 0, action.length);
    }

    @Override
    public int noiseSize() {
        return 0;
    }

    @Override
    public int chunk() {
        return 1;
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    @Override
    public Optional<Cloud> cloud(float[] observation, float[] noise) {
        return Optional.empty();
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("name", "by hand", "flow", false);
    }

    @Override
    public WatchedPolicy open(Choice choice) {
        return this;
    }

    @Override
    public Choice first() {
        return Choice.of("");
    }
}
