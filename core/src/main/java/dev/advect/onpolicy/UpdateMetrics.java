package dev.advect.onpolicy;

import dev.advect.env.VectorEnv.Episodes;

import java.util.LinkedHashMap;
import java.util.Map;

/** An accumulator of the metrics of an iteration's minibatches; docs/reference/metrics.md explains each metric. */
public final class UpdateMetrics {
    private long minibatches;
    private double rows;
    private double policyRows;
    private long policyMinibatches;
    private double policyLoss;
    private double entropy;
    private double valueSum;
    private double targetSum;
    private double targetSquares;
    private double errorSquares;
    private double ratioSum;
    private double ratioCount;
    private double clipped;
    private double ratioMin = Double.POSITIVE_INFINITY;
    private double ratioMax = Double.NEGATIVE_INFINITY;
    private double advantageStd;
    private double policyNorm;
    private double valueNorm;
    private long skipped;

    /** A worker's share of one minibatch. */
    public static final class Part {
        double advantageSum;
        double policyLoss;
        private double entropy;
        private double valueSum;
        private double targetSum;
        private double targetSquares;
        private double errorSquares;
        private double divergence;
        private double ratioSum;
        private long ratioCount;
        private long clipped;
        private double ratioMin = Double.POSITIVE_INFINITY;
        private double ratioMax = Double.NEGATIVE_INFINITY;

        /** The number of values in {@link #write}. */
        static final int SIZE = 13;

        /** Writes all values, for another process. */
        void write(double[] to, int offset) {
            double[] all = {advantageSum, policyLoss, entropy, valueSum, targetSum, targetSquares, errorSquares, divergence,
                ratioSum, ratioCount, clipped, ratioMin, ratioMax};
            System.arraycopy(all, 0, to, offset, SIZE);
        }

        /** Reads what {@link #write} wrote. */
        static Part read(double[] from, int offset) {
            Part part = new Part();
            part.advantageSum = from[offset];
            part.policyLoss = from[offset + 1];
            part.entropy = from[offset + 2];
            part.valueSum = from[offset + 3];
            part.targetSum = from[offset + 4];
            part.targetSquares = from[offset + 5];
            part.errorSquares = from[offset + 6];
            part.divergence = from[offset + 7];
            part.ratioSum = from[offset + 8];
            part.ratioCount = (long) from[offset + 9];
            part.clipped = (long) from[offset + 10];
            part.ratioMin = from[offset + 11];
            part.ratioMax = from[offset + 12];
            return part;
        }

        void value(float value, float target, float weight) {
            valueSum += value;
            targetSum += target;
            targetSquares += (double) target * target;
            double error = (target - value) * weight;
            errorSquares += error * error;
        }

        /** Adds a loss to the sum of the policy's losses. */
        public void policyLoss(double loss) {
            policyLoss += loss;
        }

        /** Adds an entropy to the sum over actions, in nats. */
        public void entropy(double nats) {
            entropy += nats;
        }

        /** Adds a ratio and its logarithm, and counts whether it deviates from 1 by more than {@code clip}. */
        public void ratio(double ratio, double log, double clip) {
            ratioSum += ratio;
            divergence += ratio - 1 - log;
            ratioMin = Math.min(ratioMin, ratio);
            ratioMax = Math.max(ratioMax, ratio);
            if (Math.abs(ratio - 1) > clip) {
                clipped++;
            }
            ratioCount++;
        }
    }

    /**
     * Adds a minibatch and returns its mean(ρ − 1 − log ρ).
     *
     * @param parts the workers' shares of the minibatch
     * @param std the standard deviation of the advantages
     * @param total the number of rows
     */
    public double add(Part[] parts, double std, double total) {
        double divergence = 0;
        long ratios = 0;
        minibatches++;
        rows += total;
        advantageStd += std;
        for (Part part : parts) {
            divergence += part.divergence;
            ratios += part.ratioCount;
            policyLoss += part.policyLoss;
            entropy += part.entropy;
            valueSum += part.valueSum;
            targetSum += part.targetSum;
            targetSquares += part.targetSquares;
            errorSquares += part.errorSquares;
            ratioSum += part.ratioSum;
            ratioCount += part.ratioCount;
            clipped += part.clipped;
            ratioMin = Math.min(ratioMin, part.ratioMin);
            ratioMax = Math.max(ratioMax, part.ratioMax);
        }
        if (ratios > 0) {
            policyRows += total;
            policyMinibatches++;
        }
        return ratios > 0 ? divergence / ratios : 0;
    }

    void policyNorm(double norm) {
        policyNorm += norm(norm);
    }

    void valueNorm(double norm) {
        valueNorm += norm(norm);
    }

    private double norm(double norm) {
        if (Double.isFinite(norm)) {
            return norm;
        }
        skipped++;
        return 0;
    }

    /** Returns the means over all minibatches, together with the episodes that ended meanwhile. */
    public Map<String, Double> summary(Episodes episodes) {
        Map<String, Double> out = new LinkedHashMap<>();
        episodes.putInto(out);
        if (policyMinibatches > 0) {
            out.put("policy/loss", policyLoss / policyRows);
            out.put("policy/entropy", entropy / policyRows);
            out.put("policy/ratio_mean", ratioSum / ratioCount);
            out.put("policy/ratio_min", ratioMin);
            out.put("policy/ratio_max", ratioMax);
            out.put("policy/clip_fraction", clipped / ratioCount);
            out.put("policy/grad_norm", policyNorm / policyMinibatches);
        }
        out.put("value/mean", valueSum / rows);
        out.put("value/error", Math.sqrt(errorSquares / rows));
        double mean = targetSum / rows;
        double variance = targetSquares / rows - mean * mean;
        out.put("value/explained", variance > 0 ? 1 - errorSquares / rows / variance : 0);
        out.put("value/advantage_std", advantageStd / minibatches);
        out.put("value/grad_norm", valueNorm / minibatches);
        out.put("update/skipped", (double) skipped);
        return out;
    }
}
