package dev.advect.view.play;

import dev.advect.runtime.Policy;

import java.util.Map;
import java.util.Optional;

/** A policy that was exported to a file. Of its flow only the two ends are known: the noise and the action. */
public final class FilePolicy implements WatchedPolicy {
    private final Policy policy;
    private final String name;

    /**
     * @param policy the policy, of which a copy acts
     * @param name the name of its file
     */
    public FilePolicy(Policy policy, String name) {
        this.policy = policy.copy();
        this.name = name;
    }

    @Override
    public int noiseSize() {
        return policy.noiseSize();
    }

    @Override
    public int chunk() {
        return policy.chunk();
    }

    @Override
    public boolean stochasticByDefault() {
        return policy.spec().stochasticByDefault();
    }

    @Override
    public void act(float[] observation, float[] noise, float[] actions) {
        policy.act(observation, noise, actions, 1);
    }

    @Override
    public Optional<Cloud> cloud(float[] observation, float[] noise) {
        int size = policy.actionSize() / policy.chunk();
        return Optional.of(Ends.cloud(observation, noise, policy.noiseSize(), policy.chunk(), size,
                (seen, normal, actions) -> policy.act(seen, normal, actions, normal.length / policy.noiseSize())));
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("name", name, "flow", policy.noiseSize() > 0);
    }
}
