package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.nn.RowPass;
import dev.advect.nn.RowWeights;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Vectors;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.policy.StepwiseFlowPolicy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * {@link Swfp}'s objectives and their gradients written out: the same as through autograd, in a fraction of the time.
 *
 * <p>Only where there is no entropy, whose gradient has second derivatives of the velocity, and where the distance is that
 * of particles of the same noise, or none is asked for. Any number of threads may use it at once.
 */
final class SwfpPasses {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final List<Parameters> oldBlocks;
    private final SwfpBuffers buffers;
    private final Value value;
    /** Those that no thread has taken. */
    private final ConcurrentLinkedDeque<Pass> free = new ConcurrentLinkedDeque<>();
    /** The blocks' weights, and the snapshot's. */
    private final RowWeights[] weights;
    private final RowWeights[] old;

    /** What is climbed. */
    @FunctionalInterface
    interface Value {
        /**
         * Of some rows.
         *
         * @param s {@code [n, observationSize]}
         * @param x {@code [n, d]}
         * @param value is set, {@code [n]}
         * @param gradient with regard to x, {@code [n, d]}: comes as zeros, is set
         */
        void of(float[] s, float[] x, float[] value, float[] gradient);
    }

    /** What one thread holds. */
    private final class Pass {
        final CascadePass cascade = new CascadePass(policy);
        final RowPass cloning = new RowPass(policy.widths(), CascadePass.ROWS);
    }

    /** @param oldBlocks the snapshot's */
    SwfpPasses(SwfpConfig config, StepwiseFlowPolicy policy, List<Parameters> oldBlocks, SwfpBuffers buffers,
            Value value) {
        this.config = config;
        this.policy = policy;
        this.oldBlocks = oldBlocks;
        this.buffers = buffers;
        this.value = value;
        weights = new RowWeights[policy.blocks()];
        old = new RowWeights[policy.blocks()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = new RowWeights(policy.widths());
            old[k] = new RowWeights(policy.widths());
        }
    }

    /** Whether this can be used. */
    static boolean canDo(SwfpConfig config) {
        return Vectors.present() && config.alpha() == 0 && (config.regularizer() == Regularizer.NONE
                || (config.regularizer() == Regularizer.W2 && config.coupling() == Coupling.SYNCHRONOUS));
    }

    /** To be called whenever the snapshot's numbers have changed, by one thread alone. */
    void changed() {
        for (int k = 0; k < old.length; k++) {
            old[k].take(oldBlocks.get(k));
        }
    }

    /** Takes all blocks as they are now: to be called before {@link #sequential}, by one thread alone. */
    void begin() {
        for (int k = 0; k < weights.length; k++) {
            weights[k].take(policy.block(k));
        }
    }

    /** Some rows, by one thread; returns their part of the loss. */
    private interface Piece {
        double of(Pass pass, float[] s, int at, int n);
    }

    /** Goes through the rows [from, from + n) of the particles in pieces; returns the sum. */
    private double pieces(Pass pass, int from, int n, Piece piece) {
        return pieces(pass, buffers.state, from, n, piece);
    }

    private double pieces(Pass pass, HostTensor state, int from, int n, Piece piece) {
        double sum = 0;
        for (int at = from; at < from + n; at += CascadePass.ROWS) {
            int rows = Math.min(CascadePass.ROWS, from + n - at);
            float[] s = new float[rows * policy.observationSize()];
            read(state, at, policy.observationSize(), rows, s);
            sum += piece.of(pass, s, at, rows);
        }
        return sum;
    }

    private Pass take() {
        Pass pass = free.poll();
        if (pass == null) {
            pass = new Pass();
        }
        return pass;
    }

    private static void read(HostTensor from, int at, int width, int n, float[] to) {
        from.read((long) at * width, to, 0, n * width);
    }

    private void readParticles(int k, int at, int n, float[] to) {
        read(buffers.stale[k], at, policy.size(), n, to);
    }

    /**
     * Adds the gradient of flow matching to block k's first replica; returns the loss.
     *
     * @param a the actions that noise is to become, {@code [n, d]}
     */
    double cloning(int k, Batch batch, float[] a) {
        Pass pass = take();
        RowPass network = pass.cloning;
        weights[k].take(policy.block(k));
        network.begin();
        int o = policy.observationSize();
        int d = policy.size();
        float[] direction = new float[CascadePass.ROWS * d];
        double loss = pieces(pass, batch.observation(), 0, batch.size(), (_, s, at, n) -> {
            for (int i = 0; i < n; i++) {
                int row = i * network.inputStride();
                float t = buffers.cloningTimes[k].get(at + i);
                System.arraycopy(s, i * o, network.input(), row, o);
                for (int j = 0; j < d; j++) {
                    int place = (at + i) * d + j;
                    float z = buffers.cloningNoise[k].get(place);
                    direction[i * d + j] = a[place] - z;
                    network.input()[row + o + j] = z + t * direction[i * d + j];
                }
                policy.embedding().write(t, network.input(), row + o + d);
            }
            network.forward(weights[k], n);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    int place = i * network.outputStride() + j;
                    float error = network.output()[place] - direction[i * d + j];
                    network.outputGradient()[place] = 2 * error / a.length;
                    sum += (double) error * error / a.length;
                }
            }
            network.backward(weights[k], n, true);
            return sum;
        });
        network.end(policy.block(k).replica(0));
        free.push(pass);
        return loss;
    }

    /** Fills in x_1^old … x_N^old of the rows [from, from + n). */
    void particles(int from, int n) {
        Pass pass = take();
        pieces(pass, from, n, (_, s, at, rows) -> {
            readParticles(0, at, rows, pass.cascade.x[0]);
            for (int k = 0; k < policy.blocks(); k++) {
                pass.cascade.forward(k, old[k], rows, s);
                buffers.stale[k + 1].write((long) at * policy.size(), pass.cascade.x[k + 1], 0, rows * policy.size());
            }
            return 0;
        });
        free.push(pass);
    }

    /** Adds the gradient of F to a worker's replica, of the rows [from, from + n); returns their part of F. */
    double sequential(int worker, int from, int n, long update) {
        Pass pass = take();
        CascadePass cascade = pass.cascade;
        int blocks = policy.blocks();
        for (int k = 0; k < blocks; k++) {
            cascade.begin(k);
        }
        double loss = pieces(pass, from, n, (_, s, at, rows) -> {
            readParticles(0, at, rows, cascade.x[0]);
            for (int k = 0; k < blocks; k++) {
                cascade.forward(k, weights[k], rows, s);
            }
            double sum = climb(cascade, rows, s, -1.0 / buffers.rows());
            for (int k = blocks - 1; k >= 0; k--) {
                sum += proximity(k, update, cascade, at, rows);
                cascade.backward(k, weights[k], rows, true);
            }
            return sum;
        });
        for (int k = 0; k < blocks; k++) {
            cascade.end(k, policy.block(k).replica(worker));
        }
        free.push(pass);
        return loss;
    }

    /** Adds the gradient of F_k to block k's first replica; returns F_k. */
    double parallel(int k, long update) {
        return block(k, update, (pass, s, _, n) -> carry(k + 1, pass.cascade, s, n, -config.blockWeight() / buffers.rows()));
    }

    /** Fills in g_1 … g_N of the rows [from, from + n). */
    void adjoints(int from, int n) {
        Pass pass = take();
        pieces(pass, from, n, (_, s, at, rows) -> {
            readParticles(1, at, rows, pass.cascade.x[1]);
            carry(1, pass.cascade, s, rows, config.blockWeight());
            for (int k = 1; k <= policy.blocks(); k++) {
                buffers.adjoint[k].write((long) at * policy.size(), pass.cascade.gradient[k], 0, rows * policy.size());
            }
            return 0;
        });
        free.push(pass);
    }

    /**
     * Carries x_first through the snapshot, and back the gradient of the values' sum times a factor, which is returned.
     */
    private double carry(int first, CascadePass cascade, float[] s, int n, double factor) {
        for (int k = first; k < policy.blocks(); k++) {
            cascade.forward(k, old[k], n, s);
        }
        double sum = climb(cascade, n, s, factor);
        for (int k = policy.blocks() - 1; k >= first; k--) {
            cascade.backward(k, old[k], n, false);
        }
        return sum;
    }

    /** Adds the gradient of block k's regression on {@link #adjoints} to its first replica; returns the loss. */
    double adjoint(int k, long update) {
        return block(k, update, (pass, _, at, n) -> {
            float[] g = pass.cascade.gradient[k + 1];
            read(buffers.adjoint[k + 1], at, policy.size(), n, g);
            float[] before = new float[n * policy.size()];
            readParticles(k + 1, at, n, before);
            double loss = 0;
            for (int i = 0; i < before.length; i++) {
                g[i] *= -1f / buffers.rows();
                loss += (double) g[i] * (pass.cascade.x[k + 1][i] - before[i]);
            }
            return loss;
        });
    }

    /**
     * A block by itself, from its stale particles.
     *
     * @param gain sets the gradient with regard to x_{k+1} of all but the distance, and returns that part of the loss
     */
    private double block(int k, long update, Piece gain) {
        Pass pass = take();
        CascadePass cascade = pass.cascade;
        weights[k].take(policy.block(k));
        cascade.begin(k);
        double loss = pieces(pass, 0, buffers.rows(), (_, s, at, n) -> {
            readParticles(k, at, n, cascade.x[k]);
            cascade.forward(k, weights[k], n, s);
            double sum = gain.of(pass, s, at, n) + proximity(k, update, cascade, at, n);
            cascade.backward(k, weights[k], n, true);
            return sum;
        });
        cascade.end(k, policy.block(k).replica(0));
        free.push(pass);
        return loss;
    }

    /** Sets the gradient with regard to x_N of the values' sum times a factor, which is returned. */
    private double climb(CascadePass cascade, int n, float[] s, double factor) {
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
        return factor * sum;
    }

    /** Adds the gradient of 1/(2τ_k)·‖x_{k+1} − x_{k+1}^old‖², as a part of the mean over all rows; returns that. */
    private double proximity(int k, long update, CascadePass cascade, int at, int n) {
        if (config.regularizer() == Regularizer.NONE) {
            return 0;
        }
        double factor = 1 / (config.tau(k, update) * buffers.rows());
        float[] before = new float[n * policy.size()];
        readParticles(k + 1, at, n, before);
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            double away = (double) cascade.x[k + 1][i] - before[i];
            cascade.gradient[k + 1][i] += (float) (factor * away);
            sum += away * away;
        }
        return factor / 2 * sum;
    }
}
