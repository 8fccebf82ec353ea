package dev.advect.onpolicy;

import dev.advect.io.StateDict;
import dev.advect.random.Rng;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Standard normal noise that is correlated over time, with an independent process for every environment and component.
 *
 * <p>A component is a weighted sum of independent first-order processes,
 * <pre>
 *   x_k ← ρ_k·x_k + √(1 − ρ_k²)·n_k        ε = Σ_k √w_k·x_k        Σ_k w_k = 1        n_k ~ N(0, 1)
 * </pre>
 * each of which starts in its stationary distribution. At every step ε is therefore exactly N(0, 1), and the
 * correlation between two steps τ apart is Σ_k w_k·ρ_k^τ. One process is the usual AR(1) noise. Coloured noise of
 * exponent β has processes whose time constants double, ρ_k = exp(−1/T_k), with weights proportional to T_k^(β − 1):
 * the sum of their spectra falls as 1 / f^β between the longest time constant, half an episode of 1000 steps, and the
 * shortest, a quarter of a step.
 */
final class ColoredNoise {
    /** The largest exponent for which the sum of spectra is steep enough. */
    static final double MAX_EXPONENT = 1.5;

    /** The exponents of the shortest and the longest time constant, as powers of 2 in steps. */
    private static final int SHORTEST = -2;
    private static final int LONGEST = 9;

    /** ρ_k. */
    final double[] decay;
    private final double[] gain;
    /** √w_k. */
    final double[] weight;
    private final int size;
    /** x_k, {@code [environments, size, k]}. */
    private final double[] processes;
    /** The flag of each environment: 1 once its processes have started. */
    private final long[] begun;

    /**
     * Creates noise that is a sum of first-order processes.
     *
     * @param decay ρ_k
     * @param share w_k, up to a common factor
     * @param environments the number of environments
     * @param size the number of correlated noise components per environment
     */
    ColoredNoise(double[] decay, double[] share, int environments, int size) {
        this.decay = decay;
        this.size = size;
        double total = 0;
        for (double w : share) {
            total += w;
        }
        gain = new double[decay.length];
        weight = new double[decay.length];
        for (int k = 0; k < decay.length; k++) {
            gain[k] = Math.sqrt(1 - decay[k] * decay[k]);
            weight[k] = Math.sqrt(share[k] / total);
        }
        processes = new double[environments * size * decay.length];
        begun = new long[environments];
    }

    /** Creates the noise that a configuration asks for; null if it is white. */
    static @Nullable ColoredNoise of(OnPolicyConfig config, int size) {
        return config.noiseColor() > 0 ? ofExponent(config.noiseColor(), config.envs(), size)
                : ofCorrelation(config.noiseCorrelation(), config.envs(), size);
    }

    /** Creates AR(1) noise whose correlation over one step is ρ; null if that is 0 and the noise white. */
    static @Nullable ColoredNoise ofCorrelation(double rho, int environments, int size) {
        return rho > 0 ? new ColoredNoise(new double[] {rho}, new double[] {1}, environments, size) : null;
    }

    /** Creates noise whose power spectrum falls as 1 / f^β. */
    static ColoredNoise ofExponent(double beta, int environments, int size) {
        double[] times = IntStream.rangeClosed(SHORTEST, LONGEST).mapToDouble(k -> Math.pow(2, k)).toArray();
        double[] decay = new double[times.length];
        double[] share = new double[times.length];
        for (int k = 0; k < times.length; k++) {
            decay[k] = Math.exp(-1 / times[k]);
            share[k] = Math.pow(times[k], beta - 1);
        }
        return new ColoredNoise(decay, share, environments, size);
    }

    /** The number of components that {@link #next} fills. */
    int size() {
        return size;
    }

    /** Writes an environment's noise for the next step into the first {@link #size()} elements of {@code out}. */
    void next(int environment, Rng random, float[] out) {
        boolean first = begun[environment] == 0;
        begun[environment] = 1;
        int offset = environment * size * decay.length;
        for (int j = 0; j < size; j++) {
            double sum = 0;
            for (int k = 0; k < decay.length; k++, offset++) {
                double normal = random.nextGaussian();
                processes[offset] = first ? normal : decay[k] * processes[offset] + gain[k] * normal;
                sum += weight[k] * processes[offset];
            }
            out[j] = (float) sum;
        }
    }

    /** Restarts an environment's noise, independently of its past. */
    void restart(int environment) {
        begun[environment] = 0;
    }

    /** Hands the noise of each process's environments to all others. */
    void share(Ranks ranks) {
        ranks.gather(Rows.of(processes, begun.length), Rows.of(begun, begun.length));
    }

    void save(StateDict state) {
        state.putDoubles("processes", processes.clone(), begun.length, size, decay.length);
        state.putLongs("begun", begun.clone(), begun.length);
    }

    /** Restores saved noise, or restarts all processes if the saved noise is of another kind. */
    void load(StateDict state) {
        if (!Arrays.equals(state.shape("processes"), new long[] {begun.length, size, decay.length})) {
            Arrays.fill(begun, 0);
            return;
        }
        double[] saved = state.doubles("processes");
        System.arraycopy(saved, 0, processes, 0, processes.length);
        System.arraycopy(state.longs("begun", begun.length), 0, begun, 0, begun.length);
    }
}
