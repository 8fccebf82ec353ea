package dev.advect.view.live;

import dev.advect.random.Rng;

/**
 * A source of actions without a policy.
 *
 * @param rule how actions are chosen
 * @param actionSize the number of components of an action
 */
public record FixedSource(FixedPilot.Rule rule, int actionSize) implements PilotSource {
    @Override
    public Pilot open(Choice choice) {
        return new FixedPilot(rule, actionSize, new Rng(0, 0x616374));
    }

    @Override
    public Choice first() {
        return Choice.of("");
    }
}
