package dev.advect.learner;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.nn.torch.HostTensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Notices observations that are far outside of those by which they are normalised: networks make numbers without measure of
 * them. What hardly varies in demonstrations does so as soon as the policy leaves their paths.
 */
public final class MagnifiedObservations {
    /** Standard deviations from the mean. */
    static final float LIMIT = 50;

    private final EnvSpec spec;
    private final List<String> warnings = new ArrayList<>();
    private boolean told;

    public MagnifiedObservations(EnvSpec spec) {
        this.spec = spec;
    }

    /** @param normalised {@code [n, observationSize]} */
    public void look(HostTensor normalised) {
        if (told) {
            return;
        }
        float[] rows = normalised.toArray();
        int worst = 0;
        for (int i = 1; i < rows.length; i++) {
            if (Math.abs(rows[i]) > Math.abs(rows[worst])) {
                worst = i;
            }
        }
        if (Math.abs(rows[worst]) > LIMIT) {
            told = true;
            warnings.add(String.format(Locale.ROOT, "observations are up to %.0f standard deviations from their mean, in %s, which hardly "
                    + "varied before training: networks go astray there; raise loop.minDeviation", Math.abs(rows[worst]),
                    name(worst % spec.observationSize())));
        }
    }

    private String name(int component) {
        int first = 0;
        for (ObservationPart part : spec.observationParts()) {
            if (component < first + part.size()) {
                return "component " + (component - first) + " of " + part.name();
            }
            first += part.size();
        }
        return "component " + component;
    }

    /** The warnings since the last call: one in all. */
    public List<String> drain() {
        List<String> drained = List.copyOf(warnings);
        warnings.clear();
        return drained;
    }
}
