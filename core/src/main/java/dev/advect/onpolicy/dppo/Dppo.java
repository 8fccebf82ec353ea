package dev.advect.onpolicy.dppo;

import dev.advect.flow.Gaussian;
import dev.advect.nn.vector.Vectors;
import dev.advect.onpolicy.BlockPass;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.ClippedObjective;
import dev.advect.onpolicy.Exploration;
import dev.advect.onpolicy.LikelihoodRatio;
import dev.advect.onpolicy.PathStraightness;
import dev.advect.onpolicy.PolicyPass;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.dppo.DppoConfig.CorrelatedNoise;
import dev.advect.policy.DenoisingPolicy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The surrogate objective of Diffusion Policy Policy Optimization (DPPO, Ren et al. 2024, arXiv 2409.00588), applied to
 * a flow: the denoising steps are the actions of an inner Markov decision process, each with PPO's ratio and the
 * advantage of the action that they end in.
 */
public final class Dppo implements Surrogate {
    /** The number of unrolls whose chains are computed at once. */
    private static final int BLOCK = 16;

    private final DenoisingPolicy policy;
    private final DppoConfig config;
    private final ClipWidth clip;
    private final int d;
    /** The embedded times of the trained steps, {@code [trainedSteps, timeEmbedding]}. */
    private final float[] times;
    /** The discount of each trained step's advantage, {@code [trainedSteps]}. */
    private final float[] discounts;
    private final PathStraightness straightness;

    public Dppo(DenoisingPolicy policy, DppoConfig config) {
        this.policy = policy;
        this.config = config;
        clip = new ClipWidth(config.clip());
        d = policy.actionSize();
        int trained = config.trainedSteps();
        times = new float[trained * config.timeEmbedding()];
        for (int i = 0; i < trained; i++) {
            policy.flow().embedding().write(time(config, i), times, i * config.timeEmbedding());
        }
        discounts = new float[trained];
        for (int i = 0; i < trained; i++) {
            discounts[i] = (float) config.discounts()[i];
        }
        straightness = new PathStraightness(policy.flow(), config.flowSteps());
    }

    /** The flow time at which the i-th trained step begins. */
    static double time(DppoConfig config, int i) {
        return 1 - (double) (config.flowSteps() - config.trainedSteps() + i) / config.flowSteps();
    }

    @Override
    public DenoisingPolicy policy() {
        return policy;
    }

    @Override
    public ClipWidth clip() {
        return clip;
    }

    /**
     * Lets only the noise of the chain's first point be correlated, whose likelihood is the same under all policies, or
     * also that of the steps.
     */
    @Override
    public Exploration exploration() {
        return new Exploration(config.correlatedNoise() == CorrelatedNoise.INITIAL ? d : policy.noiseSize(), 0, 0, 0);
    }

    // ---- with every action: store the chain that led to it

    @Override
    public int drawSize() {
        return 0;
    }

    @Override
    public void draw(RandomGenerator random, float[] out) {
        // only the chain's noise is needed
    }

    @Override
    public boolean storesNoise() {
        return true;
    }

    /** Replaces the stored noise by the points x_0 … x_K of the chain. */
    @Override
    public void complete(int worker, RolloutBuffer data, int first, int n) {
        data.replaceDraws(first, n, BLOCK, (observation, noise) -> policy.chain(worker, observation, noise));
    }

    @Override
    public boolean completesDraws() {
        return true;
    }

    // ---- log N(x_{k+1}; x_k + v·Δt, σ²) of every trained step

    @Override
    public int statisticSize() {
        return config.trainedSteps();
    }

    /** Computes the steps' log-likelihoods, and the mean of their entropies Σ_d (½ + ½·log 2π + log σ). */
    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws) {
        long rows = normalised.size(0);
        int trained = config.trainedSteps();
        Tensor points = draws.narrow(1, (long) (config.flowSteps() - trained) * d, (long) (trained + 1) * d)
                .view(rows, trained + 1, d);
        Tensor x = points.narrow(1, 0, trained);
        Tensor observation = normalised.unsqueeze(1).expand(rows, trained, normalised.size(1));
        Tensor time = torch.tensor(times).view(1, trained, -1).expand(rows, trained, config.timeEmbedding());
        Tensor input = torch.cat(new TensorVector(observation, x, time), 2).view(rows * trained, -1);
        DenoisingPolicy.Step step = policy.step(worker, input, x.reshape(rows * trained, d));
        Tensor next = points.narrow(1, 1, trained).reshape(rows * trained, d);
        Tensor z = next.sub(step.mean()).div(step.logStd().exp());
        Tensor log = Gaussian.logDensity(z, step.logStd()).sum(1).mul(new Scalar(config.densityFactor(d)));
        Tensor entropy = Gaussian.entropy(step.logStd()).sum(1);
        return new Evaluation(log.view(rows, trained), entropy.view(rows, trained).mean(1), null);
    }

    // ---- PPO's objective for each step

    /** Computes −Σ [mean_k min(ρ_k·A_k, clip(ρ_k)·A_k) + cost·entropy] with A_k = discount^(steps after k)·A. */
    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        Tensor ratio = LikelihoodRatio.of(now.statistic(), old, config.logRatioLimit());
        Tensor advantages = advantage.unsqueeze(1).mul(torch.tensor(discounts));
        Tensor sum = ClippedObjective.lossPerRatio(ratio, advantages, clip.current());
        return new Loss(now.withEntropyBonus(sum, policy.noise().learnt() ? config.entropyCost() : 0), ratio);
    }

    @Override
    public Map<String, Double> metrics(RolloutBuffer data) {
        return Map.of("policy/straightness", straightness.measure(data));
    }

    /** Uses the hand-written gradient if vector instructions are available, and autograd otherwise. */
    @Override
    public PolicyPass pass(int worker, RolloutBuffer data) {
        return Vectors.present()
                ? new BlockPass(new DppoPass(policy, config, clip, worker, data), data)
                : Surrogate.super.pass(worker, data);
    }

    @Override
    public long productsPerStep() {
        return config.trainedSteps() * policy.flow().network().productsPerRow();
    }
}
