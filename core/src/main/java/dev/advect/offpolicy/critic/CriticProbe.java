package dev.advect.offpolicy.critic;

import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Candidates;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Draws actions of an agent's policy and looks at what the agent's critic says of them. For one thread. */
public final class CriticProbe {
    /** Actions whose mean stands for the policy's mean action. */
    private static final int SAMPLES = 32;

    private final Policy policy;
    private final CriticEnsemble critic;
    private final Acting acting;

    public CriticProbe(Agent agent, Acting acting) {
        policy = agent.policy();
        critic = agent.critic();
        this.acting = acting;
    }

    /**
     * An action for each observation, and the critic's judgement by the mean of its members.
     *
     * @param action as the environment receives them, {@code [n, c · actionSize]}
     * @param value Q(s, a), {@code [n]}
     * @param cosine between ∇_a Q(s, a) and the way from a to the mean of 32 actions, {@code [n]}; 0 where one of them is 0
     * @param gain Q at that mean less Q(s, a), {@code [n]}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Look(float[] action, float[] value, double[] cosine, double[] gain) {}

    /** @param observations raw, {@code [n, observationSize]} */
    public Look look(float[] observations, Rng random) {
        int n = observations.length / policy.observationSize();
        int d = policy.chunk() * policy.actionSize();
        float[] noise = new float[n * SAMPLES * policy.noiseSize()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor s = torch.tensor(observations).view(n, policy.observationSize());
            if (acting.normalizeObservations()) {
                policy.norm().applyInPlace(s);
            }
            Tensor drawn = Candidates.draw(policy, 0, s, torch.tensor(noise), SAMPLES).grouped();
            float[] a = Torch.floats(drawn.select(1, 0).contiguous());
            float[] mean = Torch.floats(drawn.mean(1));
            float[] observation = Torch.floats(s);
            float[] value = new float[n];
            float[] gradient = new float[n * d];
            float[] valueOfMean = new float[n];
            critic.meanValue(CriticEnsemble.input(observation, a, d), value, gradient);
            critic.meanValue(CriticEnsemble.input(observation, mean, d), valueOfMean, new float[0]);
            double[] cosine = new double[n];
            double[] gain = new double[n];
            for (int i = 0; i < n; i++) {
                cosine[i] = cosine(gradient, a, mean, i, d);
                gain[i] = valueOfMean[i] - value[i];
            }
            return new Look(a, value, cosine, gain);
        }
    }

    /** The cosine between row {@code i} of the gradient and of mean − a. */
    private static double cosine(float[] gradient, float[] a, float[] mean, int i, int d) {
        double product = 0;
        double way = 0;
        for (int j = i * d; j < (i + 1) * d; j++) {
            double difference = (double) mean[j] - a[j];
            product += gradient[j] * difference;
            way += difference * difference;
        }
        double lengths = Math.sqrt(way) * SteeredPolicy.norm(gradient, i, d);
        return lengths == 0 ? 0 : product / lengths;
    }
}
