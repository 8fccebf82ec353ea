package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.nn.RowPass;
import dev.advect.nn.RowWeights;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.torch.Torch;
import dev.advect.nn.vector.Vectors;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * {@link JkoObjectives} with their gradients written out for vector instructions: equal to those of
 * {@link TorchJkoObjectives} up to rounding, in a fraction of the time.
 *
 * <p>It has no entropy, whose gradient needs second derivatives of the velocity, and of the regularisers only W2 between
 * particles of the same noise, or none.
 */
final class VectorJkoObjectives implements JkoObjectives {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final List<Parameters> snapshot;
    private final SwfpBuffers buffers;
    private final ScaledValue value;
    /** Workspaces that no thread is using. */
    private final ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();
    private final RowWeights[] weights;
    private final RowWeights[] old;
    /** The anchor's blocks; empty without an anchor. */
    private final RowWeights[] anchorWeights;
    private final List<Parameters> anchor;

    /** The activations and gradients of one thread. */
    private final class Workspace {
        final CascadePass cascade = new CascadePass(policy);
        final RowPass network = new RowPass(policy.widths(), CascadePass.ROWS);
    }

    VectorJkoObjectives(JkoProblem problem) {
        config = problem.config();
        policy = problem.policy();
        snapshot = problem.snapshot();
        anchor = problem.anchor();
        buffers = problem.buffers();
        value = problem.value();
        weights = weights(policy.blocks());
        old = weights(policy.blocks());
        anchorWeights = weights(anchor.size());
    }

    private RowWeights[] weights(int blocks) {
        return Stream.generate(() -> new RowWeights(policy.widths())).limit(blocks).toArray(RowWeights[]::new);
    }

    /** Whether this Java has the vector module, and the objectives need neither volumes nor a pairing of particles. */
    static boolean supports(SwfpConfig config) {
        return Vectors.present() && config.alpha() == 0 && (config.regularizer() == Regularizer.NONE
                || (config.regularizer() == Regularizer.W2 && config.coupling() == Coupling.SYNCHRONOUS));
    }

    @Override
    public void loadSnapshot() {
        for (int k = 0; k < old.length; k++) {
            old[k].load(snapshot.get(k));
        }
    }

    @Override
    public void loadAnchor() {
        for (int k = 0; k < anchorWeights.length; k++) {
            anchorWeights[k].load(anchor.get(k));
        }
    }

    @Override
    public void load(int k) {
        weights[k].load(policy.block(k));
    }

    @Override
    public boolean divisible() {
        return true;
    }

    // ---- particles without gradients

    @Override
    public float[] apply(int k, Version version, float[] s, float[] x) {
        float[] result = new float[x.length];
        through(k, k + 1, weights(version), s, x, result);
        return result;
    }

    @Override
    public Carried carry(Version version, float[] s, float[] z, int row) {
        float[] x = new float[z.length];
        through(0, policy.blocks(), weights(version), s, z, x);
        return new Carried(x, new float[z.length / policy.size()]);
    }

    private RowWeights[] weights(Version version) {
        return switch (version) {
            case CURRENT -> weights;
            case SNAPSHOT -> old;
            case ANCHOR -> anchorWeights;
        };
    }

    /** Carries rows of {@code x}, {@code [n, d]}, through the blocks [first, end) to the same rows of {@code to}. */
    private void through(int first, int end, RowWeights[] blocks, float[] s, float[] x, float[] to) {
        Workspace workspace = acquire();
        CascadePass cascade = workspace.cascade;
        int o = policy.observationSize();
        int d = policy.size();
        int n = x.length / d;
        for (int from = 0; from < n; from += CascadePass.ROWS) {
            int rows = Math.min(CascadePass.ROWS, n - from);
            float[] own = Arrays.copyOfRange(s, from * o, (from + rows) * o);
            System.arraycopy(x, from * d, cascade.x[first], 0, rows * d);
            for (int k = first; k < end; k++) {
                cascade.forward(k, blocks[k], rows, own);
            }
            System.arraycopy(cascade.x[end], 0, to, from * d, rows * d);
        }
        free.push(workspace);
    }

    // ---- pre-training

    @Override
    public double flowMatching(int k, RowRange part, Batch batch, Tensor target) {
        Workspace workspace = acquire();
        RowPass network = workspace.network;
        network.begin();
        int o = policy.observationSize();
        int d = policy.size();
        float[] a = Torch.floats(target);
        float[] direction = new float[CascadePass.ROWS * d];
        double loss = slices(batch.observation(), part.from(), part.n(), (s, from, n) -> {
            for (int i = 0; i < n; i++) {
                int row = i * network.inputStride();
                float t = buffers.cloningTimes[k].get(from + i);
                System.arraycopy(s, i * o, network.input(), row, o);
                for (int j = 0; j < d; j++) {
                    int offset = (from + i) * d + j;
                    float z = buffers.cloningNoise[k].get(offset);
                    direction[i * d + j] = a[offset] - z;
                    network.input()[row + o + j] = z + t * direction[i * d + j];
                }
                policy.embedding().write(t, network.input(), row + o + d);
            }
            network.forward(weights[k], n);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    int offset = i * network.outputStride() + j;
                    float error = network.output()[offset] - direction[i * d + j];
                    network.outputGradient()[offset] = 2 * error / a.length;
                    sum += (double) error * error / a.length;
                }
            }
            network.backward(n, true);
            return sum;
        });
        add(k, network.end());
        free.push(workspace);
        return loss;
    }

    // ---- the particles x_1^old … x_N^old

    @Override
    public void particles(int from, int n) {
        Workspace workspace = acquire();
        CascadePass cascade = workspace.cascade;
        slices(buffers.state, from, n, (s, row, rows) -> {
            readParticles(0, row, rows, cascade.x[0]);
            for (int k = 0; k < policy.blocks(); k++) {
                cascade.forward(k, old[k], rows, s);
                write(cascade.x[k + 1], buffers.stale[k + 1], row, rows);
            }
            for (int k = 0; k < anchorWeights.length; k++) { // from the same noise
                cascade.forward(k, anchorWeights[k], rows, s);
            }
            if (anchorWeights.length > 0) {
                write(cascade.x[anchorWeights.length], buffers.anchor, row, rows);
            }
            return 0;
        });
        free.push(workspace);
    }

    // ---- sequential: the gradient flows through the whole cascade

    @Override
    public double sequential(int worker, int from, int n, long update) {
        int blocks = policy.blocks();
        int p = config.particles();
        Workspace workspace = acquire();
        CascadePass cascade = workspace.cascade;
        for (int k = 0; k < blocks; k++) {
            cascade.begin(k);
        }
        double loss = slices(buffers.state, from * p, n * p, (s, row, rows) -> {
            readParticles(0, row, rows, cascade.x[0]);
            for (int k = 0; k < blocks; k++) {
                cascade.forward(k, weights[k], rows, s);
            }
            double sum = value(cascade, row, rows, s, -1.0 / buffers.rows());
            for (int k = blocks - 1; k >= 0; k--) {
                sum += proximalTerm(k, update, cascade, row, rows);
                cascade.backward(k, rows, true);
            }
            return sum;
        });
        for (int k = 0; k < blocks; k++) {
            policy.block(k).replica(worker).add(cascade.end(k));
        }
        free.push(workspace);
        return loss;
    }

    // ---- parallel: every block from its stale particles, through the snapshot's later blocks

    @Override
    public double parallel(int k, RowRange part, long update) {
        return block(k, part, update, (cascade, s, row, n) ->
                throughSnapshot(k + 1, cascade, s, row, n, -config.blockWeight() / buffers.rows()));
    }

    // ---- adjoint: one product with the snapshot's Jacobian, then a regression for every block

    @Override
    public void adjointStates(int from, int n) {
        Workspace workspace = acquire();
        CascadePass cascade = workspace.cascade;
        slices(buffers.state, from, n, (s, row, rows) -> {
            readParticles(1, row, rows, cascade.x[1]);
            throughSnapshot(1, cascade, s, row, rows, config.blockWeight());
            for (int k = 1; k <= policy.blocks(); k++) {
                write(cascade.gradient[k], buffers.adjoint[k], row, rows);
            }
            return 0;
        });
        free.push(workspace);
    }

    @Override
    public double adjoint(int k, RowRange part, long update) {
        return block(k, part, update, (cascade, _, row, n) -> {
            float[] g = cascade.gradient[k + 1];
            read(buffers.adjoint[k + 1], row, policy.size(), n, g);
            float[] before = new float[n * policy.size()];
            readParticles(k + 1, row, n, before);
            double loss = 0;
            for (int i = 0; i < before.length; i++) {
                g[i] *= -1f / buffers.rows();
                loss += (double) g[i] * (cascade.x[k + 1][i] - before[i]);
            }
            return loss;
        });
    }

    // ---- in common

    /** The part of a block's loss that is not the proximal term. */
    private interface BlockLoss {
        /**
         * Sets the cascade's gradient with respect to x_{k+1}.
         *
         * @param row of the first of n particles
         * @return the rows' part of the loss
         */
        double of(CascadePass cascade, float[] s, int row, int n);
    }

    /** Adds the gradient of one block's loss, from its stale particles, to its first replica; returns the loss. */
    private double block(int k, RowRange part, long update, BlockLoss objective) {
        Workspace workspace = acquire();
        CascadePass cascade = workspace.cascade;
        cascade.begin(k);
        double loss = slices(buffers.state, part.from(), part.n(), (s, row, n) -> {
            readParticles(k, row, n, cascade.x[k]);
            cascade.forward(k, weights[k], n, s);
            double sum = objective.of(cascade, s, row, n) + proximalTerm(k, update, cascade, row, n);
            cascade.backward(k, n, true);
            return sum;
        });
        add(k, cascade.end(k));
        free.push(workspace);
        return loss;
    }

    /**
     * Adds a part's gradient to block k's first replica. A sum of two parts does not depend on which of them comes first, bit
     * for bit, which is why there are never more.
     */
    private void add(int k, float[] gradient) {
        synchronized (weights[k]) {
            policy.block(k).replica(0).add(gradient);
        }
    }

    /**
     * Carries x_first through the snapshot, and the gradient of the values' sum times a factor back to it; returns that sum
     * times the factor.
     */
    private double throughSnapshot(int first, CascadePass cascade, float[] s, int row, int n, double factor) {
        for (int k = first; k < policy.blocks(); k++) {
            cascade.forward(k, old[k], n, s);
        }
        double sum = value(cascade, row, n, s, factor);
        for (int k = policy.blocks() - 1; k >= first; k--) {
            cascade.backward(k, n, false);
        }
        return sum;
    }

    /** Sets the gradient with respect to x_N of the sum of J times a factor; returns that sum times the factor. */
    private double value(CascadePass cascade, int row, int n, float[] s, double factor) {
        int last = policy.blocks();
        float[] x = new float[n * policy.size()];
        System.arraycopy(cascade.x[last], 0, x, 0, x.length);
        float[] values = new float[n];
        float[] slopes = new float[x.length];
        value.of(s, x, values, slopes);
        for (int i = 0; i < slopes.length; i++) {
            cascade.gradient[last][i] = (float) (factor * slopes[i]);
        }
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return factor * sum + (anchorWeights.length == 0 ? 0 : pull(cascade, last, buffers.anchor, row, n, -factor * config.anchor()));
    }

    /** Adds the gradient of 1/(2τ_k)·‖x_{k+1} − x_{k+1}^old‖², as a part of the mean over all rows; returns that part. */
    private double proximalTerm(int k, long update, CascadePass cascade, int row, int n) {
        if (config.regularizer() == Regularizer.NONE) {
            return 0;
        }
        return pull(cascade, k + 1, buffers.stale[k + 1], row, n, 1 / (config.tau(k, update) * buffers.rows()));
    }

    /** Adds the gradient of the sum of factor/2·‖x_k − origin‖² over rows, of which {@code row} is the first; returns that sum. */
    private double pull(CascadePass cascade, int k, HostTensor origin, int row, int n, double factor) {
        float[] from = new float[n * policy.size()];
        read(origin, row, policy.size(), n, from);
        double sum = 0;
        for (int i = 0; i < from.length; i++) {
            double away = (double) cascade.x[k][i] - from[i];
            cascade.gradient[k][i] += (float) (factor * away);
            sum += away * away;
        }
        return factor / 2 * sum;
    }

    /** Work on at most as many rows as a pass has. */
    private interface Slice {
        /**
         * @param s states, {@code [n, observationSize]}
         * @param row of the first of them
         * @return the rows' part of the loss
         */
        double of(float[] s, int row, int n);
    }

    /** Goes through the rows [from, from + n) slice by slice; returns the sum of their losses. */
    private double slices(HostTensor state, int from, int n, Slice work) {
        double sum = 0;
        for (int row = from; row < from + n; row += CascadePass.ROWS) {
            int rows = Math.min(CascadePass.ROWS, from + n - row);
            float[] s = new float[rows * policy.observationSize()];
            read(state, row, policy.observationSize(), rows, s);
            sum += work.of(s, row, rows);
        }
        return sum;
    }

    private Workspace acquire() {
        Workspace workspace = free.poll();
        return workspace != null ? workspace : new Workspace();
    }

    private static void read(HostTensor from, int row, int width, int n, float[] to) {
        from.read((long) row * width, to, 0, n * width);
    }

    private void readParticles(int k, int row, int n, float[] to) {
        read(buffers.stale[k], row, policy.size(), n, to);
    }

    private void write(float[] from, HostTensor to, int row, int n) {
        to.write((long) row * policy.size(), from, 0, n * policy.size());
    }
}
