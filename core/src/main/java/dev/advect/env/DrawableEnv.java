package dev.advect.env;

/**
 * An environment that can draw itself in two dimensions, so that its episodes can be watched and filmed. Environments on
 * MuJoCo need not implement this: they are shown as their model looks.
 */
public interface DrawableEnv extends Env {

    /**
     * Draws the current state. It is called after a reset, between steps, and must not change the state.
     *
     * @throws dev.advect.config.InvalidValueException with the reason, if this instance cannot be drawn
     */
    Drawing draw();
}
