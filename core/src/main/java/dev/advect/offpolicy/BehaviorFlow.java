package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.random.RandomGenerator;

/**
 * A flow that imitates the actions in the data, whatever their values: the behaviour policy of FQL and Q-chunking. It is a
 * {@link StepwiseFlowPolicy} of one block, trained by {@link FlowMatching}.
 */
public final class BehaviorFlow implements AutoCloseable {
    private final StepwiseFlowPolicy flow;
    private final Workers workers;
    private final double learningRate;
    private final Adam adam;
    /** z and t of flow matching, {@code [n, d]} and {@code [n, 1]}. */
    private final HostTensor noise;
    private final HostTensor times;

    /**
     * @param flow a policy of one block, not closed with this
     * @param batchSize n, rows per batch
     */
    public BehaviorFlow(StepwiseFlowPolicy flow, Workers workers, int batchSize, double learningRate) {
        this.flow = flow;
        this.workers = workers;
        this.learningRate = learningRate;
        adam = new Adam(flow.block(0));
        noise = new HostTensor(batchSize, flow.size());
        times = new HostTensor(batchSize, 1);
    }

    /** Takes one gradient step towards the batch's actions. */
    public void update(Batch batch, RandomGenerator random, MetricAccumulator metrics) {
        draw(random);
        double loss = ShardedGradient.compute(workers, batch.size(), flow.block(0),
                (worker, from, n) -> loss(flow.block(0).replica(worker), batch, from, n));
        metrics.add("flow/loss", loss);
        metrics.addNorm("flow/grad_norm", adam.step(workers, learningRate, 0));
    }

    /** The loss on a batch, with new noise. */
    public double validate(Batch batch, RandomGenerator random) {
        draw(random);
        try (NoGradGuard _ = new NoGradGuard(); PointerScope _ = new PointerScope()) {
            return loss(flow.block(0).frozen(), batch, 0, batch.size()).item_double();
        }
    }

    private void draw(RandomGenerator random) {
        RandomFill.fill(noise, random);
        for (long i = 0; i < times.size(); i++) {
            times.set(i, (float) random.nextDouble());
        }
    }

    /** The contribution of the rows [from, from + n) to the batch's mean loss. */
    Tensor loss(Replica weights, Batch batch, int from, int n) {
        return FlowMatching.loss(flow, 0, weights, batch.observation().tensor().narrow(0, from, n),
                        noise.tensor().narrow(0, from, n), times.tensor().narrow(0, from, n),
                        batch.action().tensor().narrow(0, from, n))
                .mul(new Scalar((double) n / batch.size()));
    }

    /** Saves what training needs; the flow's own parameters are saved with the policy. */
    public void save(StateDict state) {
        adam.save(state);
    }

    public void load(StateDict state) {
        adam.load(state);
    }

    @Override
    public void close() {
        adam.close();
        noise.close();
        times.close();
    }
}
