package dev.advect.offpolicy;

import dev.advect.nn.Parameters;
import dev.advect.nn.Precision;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.calql.CalQl;
import dev.advect.offpolicy.calql.CalQlConfig;
import dev.advect.offpolicy.fql.Fql;
import dev.advect.offpolicy.fql.FqlConfig;
import dev.advect.offpolicy.ibrl.Ibrl;
import dev.advect.offpolicy.ibrl.IbrlConfig;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import dev.advect.offpolicy.ibrl.IbrlPolicy;
import dev.advect.offpolicy.qc.Qc;
import dev.advect.offpolicy.qc.QcConfig;
import dev.advect.offpolicy.qc.QcPolicy;
import dev.advect.offpolicy.rlpd.Rlpd;
import dev.advect.offpolicy.rlpd.RlpdConfig;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Small agents, and what their tests have in common. Observations have 2 components, actions 1. */
public final class Rivals {
    public static final int ROWS = 5;

    private Rivals() {}

    public static CriticEnsemble critic(PolicyValue value) {
        return new CriticEnsemble(
                new CriticConfig(3, 2, List.of(6), false, 1e-2, 0, 0.05, value, Precision.FLOAT32), 2, 1, new Rng(7, 0));
    }

    /** Every member's value is a constant, whatever is asked; so are those of the targets, after an update at rate 1. */
    public static CriticEnsemble constant(float value) {
        CriticEnsemble critic = new CriticEnsemble(
                new CriticConfig(2, 2, List.of(3), false, 1e-30, 0, 1, PolicyValue.MIN, Precision.FLOAT32), 2, 1, new Rng(7, 0));
        HostTensor values = critic.parameters().values();
        values.segment().fill((byte) 0);
        values.write(values.size() - 2, new float[] {value, value}, 0, 2); // the last layer's biases
        try (Workers one = new Workers(1); Batch batch = batch()) {
            critic.update(one, batch, (_, _, n, _) -> batch.reward().tensor().narrow(0, 0, n), null);
        }
        values.write(values.size() - 2, new float[] {value, value}, 0, 2);
        return critic;
    }

    /** Q(s, a) = slope · a for a ≥ 0 and 0 below, by two members of different slopes; also of their targets. */
    public static CriticEnsemble proportional(PolicyValue value, float first, float second) {
        CriticEnsemble critic = new CriticEnsemble(
                new CriticConfig(2, 2, List.of(1), false, 1e-30, 0, 1, value, Precision.FLOAT32), 2, 1, new Rng(7, 0));
        // weights [2, 3, 1], biases [2, 1, 1], weights [2, 1, 1], biases [2, 1, 1]
        float[] all = {0, 0, first, 0, 0, second, 0, 0, 1, 1, 0, 0};
        critic.parameters().values().write(0, all, 0, all.length);
        try (Workers one = new Workers(1); Batch batch = batch()) {
            critic.update(one, batch, (_, _, n, _) -> batch.reward().tensor().narrow(0, 0, n), null);
        }
        return critic;
    }

    public static TanhGaussianPolicy policy(int workers) {
        return new TanhGaussianPolicy(2, 1, 1, List.of(6), 0, workers, new Rng(8, 0));
    }

    /** Mean 0 and deviation 1 in every state. */
    public static TanhGaussianPolicy standard() {
        TanhGaussianPolicy policy = policy(1);
        policy.parameters().values().segment().fill((byte) 0);
        return policy;
    }

    public static Batch batch() {
        Rng random = new Rng(3, 0);
        Batch batch = new Batch(ROWS, 2, 1, 1);
        batch.observation().write(0, Tensors.normal(random, 2 * ROWS), 0, 2 * ROWS);
        batch.action().write(0, new float[] {0.5f, -0.5f, 0.25f, 1, 0}, 0, ROWS);
        batch.reward().write(0, Tensors.normal(random, ROWS), 0, ROWS);
        batch.discount().write(0, new float[] {0.9f, 0, 0.9f, 0.81f, 0.5f}, 0, ROWS);
        batch.next().write(0, Tensors.normal(random, 2 * ROWS), 0, 2 * ROWS);
        float unknown = Float.NEGATIVE_INFINITY;
        batch.returnToGo().write(0, new float[] {4, unknown, 4, unknown, 4}, 0, ROWS);
        return batch;
    }

    public static Rlpd rlpd(TanhGaussianPolicy policy, CriticEnsemble critic, Workers workers, boolean backupEntropy) {
        RlpdConfig config = new RlpdConfig(List.of(6), 1e-2, 0.5, 1e-2, -0.5, backupEntropy);
        return new Rlpd(config, policy, critic, workers, ROWS, new Rng(9, 0));
    }

    public static CalQl calQl(TanhGaussianPolicy policy, CriticEnsemble critic, Workers workers, boolean calibrated) {
        CalQlConfig config =
                new CalQlConfig(List.of(6), 1e-2, 0, 0.5, 1e-2, -1, false, true, 4, 5, 2, calibrated);
        return new CalQl(config, policy, critic, workers, ROWS, new Rng(9, 0));
    }

    public static IbrlPolicy ibrlPolicy(CriticEnsemble critic, Selection selection, double dropout, int workers) {
        IbrlConfig config = new IbrlConfig(List.of(6), dropout, 1e-2, 0.1, List.of(6), dropout, 1e-2, 100, 0.2, 0.1, 10, 0.3,
                selection, 10);
        return new IbrlPolicy(config, 2, 1, 1, critic, workers, new Rng(8, 0));
    }

    public static Ibrl ibrl(IbrlPolicy policy, Workers workers, double dropout) {
        IbrlConfig config = new IbrlConfig(List.of(6), dropout, 1e-2, 0.1, List.of(6), dropout, 1e-2, 100, 0.2, 0.1, 10, 0.3,
                Selection.SOFT, 10);
        return new Ibrl(config, policy, workers, ROWS, new Rng(9, 0));
    }

    /** A cascade of one block, without a chunk. */
    public static StepwiseFlowPolicy flow(int steps, int workers, long seed) {
        return new StepwiseFlowPolicy(2, 1, 1, 1, steps, List.of(6), 2, workers, new Rng(seed, 0));
    }

    /** The flow that leaves particles where they are. */
    public static StepwiseFlowPolicy still(int steps) {
        StepwiseFlowPolicy flow = flow(steps, 1, 8);
        flow.parameters().values().segment().fill((byte) 0);
        return flow;
    }

    public static Fql fql(StepwiseFlowPolicy policy, StepwiseFlowPolicy flow, CriticEnsemble critic, Workers workers,
            boolean normalizeValue, PolicyValue target) {
        FqlConfig config = new FqlConfig(List.of(6), 2, flow.innerSteps(), 2, normalizeValue, target, 1e-2);
        return new Fql(config, policy, flow, critic, workers, ROWS, new Rng(9, 0));
    }

    public static Qc qc(StepwiseFlowPolicy flow, CriticEnsemble critic, int samples, Workers workers, PolicyValue target) {
        QcConfig config = new QcConfig(List.of(6), 2, flow.innerSteps(), samples, target, 1e-2);
        return new Qc(config, new QcPolicy(flow, critic, samples, new Rng(8, 1)), workers, ROWS, new Rng(9, 0));
    }

    /** Compares a loss's gradient with central differences of it, at every so many parameters. */
    public static void assertGradient(Parameters parameters, Supplier<Tensor> loss) {
        parameters.zeroGradients();
        try (PointerScope _ = new PointerScope()) {
            loss.get().backward();
        }
        parameters.sumGradients();
        float step = 2e-3f;
        HostTensor values = parameters.values();
        for (long i = 0; i < parameters.size(); i += 3) {
            float old = values.get(i);
            values.set(i, old + step);
            double above = value(loss);
            values.set(i, old - step);
            double below = value(loss);
            values.set(i, old);
            double difference = (above - below) / (2 * step);
            double found = parameters.gradient().get(i);
            assertThat(found).isCloseTo(difference, within(3e-3 + 2e-2 * Math.abs(difference)));
        }
    }

    private static double value(Supplier<Tensor> loss) {
        try (PointerScope _ = new PointerScope()) {
            return loss.get().item_double();
        }
    }
}
