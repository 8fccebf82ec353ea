package dev.advect.app.options;

import dev.advect.experiments.ExpertNoise;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The noise on a scripted expert's actions. */
public final class ExpertNoiseOptions {
    @Option(names = "--noise", paramLabel = "X",
            description = "Standard deviation of Gaussian noise on the expert's actions. Default: 0; of arm-data 0.6.")
    private @Nullable Double deviation;

    @Option(names = "--noise-correlation", paramLabel = "X",
            description = "Correlation of that noise from one step to the next: 0 for white noise, 1 for a bias that is another one in "
                    + "every episode. Default: 0.")
    private @Nullable Double correlation;

    /** Whether one of the options was given. */
    public boolean given() {
        return deviation != null || correlation != null;
    }

    /** @param usual the deviation unless one was given */
    public ExpertNoise noise(double usual) {
        return new ExpertNoise(deviation == null ? usual : deviation, correlation == null ? 0 : correlation);
    }
}
