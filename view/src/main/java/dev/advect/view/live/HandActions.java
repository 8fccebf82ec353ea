package dev.advect.view.live;

import dev.advect.view.play.WatchedPolicy;

import java.util.Arrays;
import java.util.Map;

/** Actions by hand: the page sets them, and they are held until it sets others. */
public final class HandActions implements WatchedPolicy, PolicySource {
    private final float[] action;
    /** What is added for the next step. */
    private float[] drag = {};

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

    /** Adds to the components until other values are added. */
    void add(float[] values) {
        drag = values;
    }

    /** Does nothing until other actions are set. */
    void rest() {
        Arrays.fill(action, 0);
        drag = new float[0];
    }

    @Override
    public void act(float[] observation, float[] noise, float[] actions) {
        for (int i = 0; i < action.length; i++) {
            actions[i] = Math.clamp(action[i] + (i < drag.length ? drag[i] : 0), -1, 1);
        }
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
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
