package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Precision;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.RandomFill;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;

import java.util.Arrays;
import java.util.List;

/** A small agent with a batch, random or with everything set by hand. Two observed components, two of an action. */
public final class SwfpBench implements AutoCloseable {
    public static final int ROWS = 6;

    public final Workers workers;
    public final StepwiseFlowPolicy policy;
    final CriticEnsemble critic;
    public final Swfp swfp;
    /** The oracle: the same problem by autograd. */
    final TorchJkoObjectives autograd;
    public final Batch batch = new Batch(ROWS, 2, 2, 1);

    public SwfpBench(SwfpConfig config, int threads) {
        workers = new Workers(threads);
        policy = new StepwiseFlowPolicy(2, 2, 1, config.blocks(), config.innerSteps(), config.noiseScale(), config.hidden(),
                config.timeEmbedding(), threads, new Rng(1, 1));
        critic = new CriticEnsemble(new CriticConfig(3, 2, List.of(6), true, 1e-3, 0, 0.1, PolicyValue.MEAN, Precision.FLOAT32), 2, 2,
                new Rng(1, 2));
        swfp = new Swfp(config, policy, critic, workers, ROWS, new Rng(1, 3));
        autograd = new TorchJkoObjectives(swfp.problem());
        Rng random = new Rng(1, 4);
        RandomFill.fill(batch.observation(), random);
        RandomFill.fill(batch.action(), random);
        RandomFill.fill(batch.reward(), random);
        RandomFill.fill(batch.next(), random);
        for (int i = 0; i < ROWS; i++) {
            batch.discount().set(i, i == 0 ? 0 : 0.9f);
            batch.returnToGo().set(i, i);
        }
    }

    SwfpBuffers buffers() {
        return swfp.problem().buffers();
    }

    /** From now on Q and Q' are constants, and block k's velocity is the same in all components. */
    public void constants(float value, float... velocities) {
        StateDict state = new StateDict();
        critic.save(state);
        for (String name : List.of("parameters", "target")) {
            float[] numbers = state.floats(name);
            Arrays.fill(numbers, 0);
            Arrays.fill(numbers, numbers.length - 3, numbers.length, value);
        }
        critic.load(state);
        for (int k = 0; k < velocities.length; k++) {
            velocity(k, velocities[k]);
        }
        swfp.policyChanged();
    }

    private void velocity(int k, float velocity) {
        float[] numbers = new float[(int) policy.block(k).size()];
        Arrays.fill(numbers, numbers.length - 2, numbers.length, velocity);
        policy.block(k).values().write(0, numbers, 0, numbers.length);
    }

    /** Moves every parameter of the policy a little. */
    public void nudge(double by) {
        Rng random = new Rng(1, 5);
        for (long i = 0; i < policy.parameters().size(); i++) {
            policy.parameters().values().set(i, (float) (policy.parameters().values().get(i) + by * random.nextGaussian()));
        }
        swfp.policyChanged();
    }

    public float[] parameters() {
        return policy.parameters().values().toArray();
    }

    @Override
    public void close() {
        swfp.close();
        batch.close();
        workers.close();
    }
}
