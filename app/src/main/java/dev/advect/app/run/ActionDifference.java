package dev.advect.app.run;

import dev.advect.app.console.Text;
import dev.advect.random.Rng;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFile;

/**
 * The difference between two policies' actions for the same noise.
 *
 * @param rms root mean square over all actions and their components
 * @param most maximum absolute difference
 */
record ActionDifference(double rms, double most) {
    private static final int ACTIONS = 1000;

    /** Returns the difference for observations that are standard normal after normalisation. */
    static ActionDifference between(PolicyFile a, PolicyFile b) {
        Policy first = Policy.of(a);
        Policy second = Policy.of(b);
        Rng random = new Rng(0, 0);
        float[] observation = new float[first.observationSize()];
        float[] noise = new float[first.noiseSize()];
        float[] one = new float[first.actionSize()];
        float[] other = new float[first.actionSize()];
        double squares = 0;
        double max = 0;
        for (int i = 0; i < ACTIONS; i++) {
            for (int j = 0; j < observation.length; j++) {
                observation[j] = a.shift()[j] + a.scale()[j] * (float) random.nextGaussian();
            }
            for (int j = 0; j < noise.length; j++) {
                noise[j] = (float) random.nextGaussian();
            }
            first.act(observation, noise, one, 1);
            second.act(observation, noise, other, 1);
            for (int j = 0; j < one.length; j++) {
                double difference = one[j] - other[j];
                squares += difference * difference;
                max = Math.max(max, Math.abs(difference));
            }
        }
        return new ActionDifference(Math.sqrt(squares / (ACTIONS * (double) one.length)), max);
    }

    @Override
    public String toString() {
        return Text.format("actions, each in [-1, 1], differ from those of float32 by %.4f (root of the mean square of %d"
                + " random ones), by %.4f at most", rms, ACTIONS, most);
    }
}
