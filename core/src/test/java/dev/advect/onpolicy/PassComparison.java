package dev.advect.onpolicy;

import dev.advect.nn.Tensors;
import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A surrogate's written-out pass against autograd through its definitions, on random unrolls. */
public final class PassComparison {
    private static final int UNROLLS = 5;
    private static final int STEPS = 70; // more than one block

    private PassComparison() {}

    /** @param moved how far parameters move between the old statistics and the gradient */
    public static void require(Surrogate surrogate, double moved) {
        Rng random = new Rng(21, 0);
        int noise = surrogate.storesNoise() ? surrogate.policy().noiseSize() : 0;
        try (RolloutBuffer data = new RolloutBuffer(UNROLLS, STEPS, surrogate.policy().observationSize(),
                surrogate.policy().actionSize(), surrogate.drawSize() + noise, surrogate.statisticSize())) {
            fill(data.observation, random);
            fill(data.action, random);
            fill(data.draws, random);
            float[] draws = new float[surrogate.drawSize()];
            for (int row = 0; row < UNROLLS * STEPS; row++) {
                surrogate.draw(random, draws);
                data.draws.write((long) row * data.drawsPerAction, draws, 0, draws.length);
            }
            PolicyPass pass = surrogate.pass(0, data);
            PolicyPass torch = new TorchPolicyPass(surrogate, 0, data);
            assertThat(pass).isNotInstanceOf(TorchPolicyPass.class);

            float[] expected = statistics(torch, data);
            assertThat(statistics(pass, data)).containsExactly(expected, within(2e-4f));

            HostTensor values = surrogate.policy().parameters().values();
            for (long i = 0; i < values.size(); i++) {
                values.set(i, values.get(i) + (float) (moved * random.nextGaussian()));
            }
            float[] advantages = Tensors.normal(random, 3 * STEPS + 4);
            UpdateMetrics.Part one = new UpdateMetrics.Part();
            UpdateMetrics.Part other = new UpdateMetrics.Part();
            float[] written = gradient(surrogate, pass, advantages, one);
            float[] autograd = gradient(surrogate, torch, advantages, other);
            float largest = 0;
            for (float g : autograd) {
                largest = Math.max(largest, Math.abs(g));
            }
            assertThat(largest).isGreaterThan(1e-3f);
            assertThat(written).containsExactly(autograd, within(1e-3f * largest));
            assertThat(one.policyLoss).isCloseTo(other.policyLoss, within(1e-3 * (1 + Math.abs(other.policyLoss))));
            UpdateMetrics left = new UpdateMetrics();
            UpdateMetrics right = new UpdateMetrics();
            double total = 3.0 * STEPS;
            assertThat(left.add(new UpdateMetrics.Part[] {one}, 1, total))
                    .isCloseTo(right.add(new UpdateMetrics.Part[] {other}, 1, total), within(1e-3));
        } finally {
            surrogate.policy().close();
        }
    }

    private static float[] statistics(PolicyPass pass, RolloutBuffer data) {
        pass.begin();
        pass.statistics(0, 2);
        pass.statistics(2, 3);
        return data.statistic.toArray();
    }

    private static float[] gradient(Surrogate surrogate, PolicyPass pass, float[] advantages, UpdateMetrics.Part part) {
        surrogate.policy().parameters().zeroGradients();
        pass.begin();
        pass.gradient(new int[] {4, 0, 2}, advantages, 4, 0.01, part);
        pass.end();
        surrogate.policy().parameters().sumGradients();
        float[] gradient = surrogate.policy().parameters().gradient().toArray();
        return Arrays.copyOf(gradient, gradient.length);
    }

    private static void fill(HostTensor block, Rng random) {
        for (long i = 0; i < block.size(); i++) {
            block.set(i, (float) random.nextGaussian());
        }
    }
}
