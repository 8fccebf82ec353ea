package dev.advect.onpolicy;

import dev.advect.flow.MonteCarlo;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.DensityPolicy;
import dev.advect.random.Rng;
import dev.advect.ranks.Rows;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A measurement of KL(old‖new) for one iteration from exact likelihoods: the mean of ρ − 1 − log ρ with ρ = π_new / π_old
 * over actions that π_old takes in some of the iteration's states, always from the same noise.
 *
 * <p>These are not the collected actions, which are not distributed as π_old where noise was added to them, where they were
 * clamped, or where the solver's steps are coarse.
 */
final class ExactKl implements AutoCloseable {
    /**
     * The number of actions measured, which limits the error of the mean to a few percent at a fraction of the cost of
     * an update.
     */
    private static final int ACTIONS = 1024;

    private final DensityPolicy policy;
    private final RolloutBuffer data;
    private final Workers workers;
    private final int rows;
    private final HostTensor observation;
    private final HostTensor action;
    private final double[] old;

    ExactKl(DensityPolicy policy, RolloutBuffer data, Workers workers) {
        this.policy = policy;
        this.data = data;
        this.workers = workers;
        rows = Math.min(ACTIONS, data.unrolls * data.steps);
        observation = new HostTensor(rows, policy.observationSize());
        action = new HostTensor(rows, policy.actionSize());
        old = new double[rows];
    }

    /**
     * Samples the actions and records their old likelihoods. Call this before the first update, once observations are
     * normalised.
     */
    void before() {
        float[] o = new float[policy.observationSize()];
        for (int i = 0; i < rows; i++) {
            long row = (long) i * data.unrolls * data.steps / rows; // evenly spread
            data.observation.read(row * o.length, o, 0, o.length);
            observation.write((long) i * o.length, o, 0, o.length);
        }
        Rng random = new Rng(0, 0);
        for (long i = 0; i < action.size(); i++) {
            action.set(i, (float) random.nextGaussian());
        }
        eachShare((worker, from, n) -> {
            Tensor own = action.tensor().narrow(0, from, n);
            own.copy_(policy.sample(worker, observation.tensor().narrow(0, from, n), own));
        });
        likelihoods(old);
    }

    /** Computes the divergence after the last update, in nats. */
    double after() {
        double[] now = new double[rows];
        likelihoods(now);
        return MonteCarlo.divergence(old, now).mean();
    }

    private void likelihoods(double[] out) {
        eachShare((worker, from, n) -> {
            float[] part = new float[n];
            Tensor log = policy.logLikelihood(
                    worker, observation.tensor().narrow(0, from, n), action.tensor().narrow(0, from, n));
            log.contiguous().data_ptr_float().get(part, 0, n);
            for (int i = 0; i < n; i++) {
                out[from + i] = part[i];
            }
        });
        workers.ranks().gather(Rows.of(out, rows));
    }

    /** The work on a worker's rows {@code [from, from + n)}. */
    private interface Share {
        void run(int worker, int from, int n);
    }

    /** Runs each worker's share, if it has any rows, without recording gradients. */
    private void eachShare(Share share) {
        workers.run(worker -> {
            int from = workers.from(worker, rows);
            int n = workers.to(worker, rows) - from;
            if (n > 0) {
                try (NoGradGuard _ = new NoGradGuard();
                        PointerScope _ = new PointerScope()) {
                    share.run(worker, from, n);
                }
            }
        });
    }

    @Override
    public void close() {
        observation.close();
        action.close();
    }
}
