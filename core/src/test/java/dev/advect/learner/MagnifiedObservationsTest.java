package dev.advect.learner;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.nn.torch.HostTensor;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class MagnifiedObservationsTest {
    private static EnvSpec spec(List<ObservationPart> parts) {
        return new EnvSpec("test", 3, 1, 10, 0.05, 1, parts);
    }

    @Test
    void look_withinTheLimit_saysNothing() {
        MagnifiedObservations magnified = new MagnifiedObservations(spec(List.of()));
        look(magnified, 0, -50, 50, 1, 2, 3);
        assertThat(magnified.drain()).isEmpty();
    }

    @Test
    void look_beyond_isToldOnce_withTheWorstComponentsName() {
        MagnifiedObservations magnified =
                new MagnifiedObservations(spec(List.of(new ObservationPart("position", 1), new ObservationPart("quaternion", 2))));
        look(magnified, 0, 51, 0, 0, 0, -68.4f);

        assertThat(magnified.drain()).containsExactly("observations are up to 68 standard deviations from their mean, in component 1 of "
                + "quaternion, which hardly varied before training: networks go astray there; raise loop.minDeviation");

        look(magnified, 0, 99, 0, 0, 0, 0);
        assertThat(magnified.drain()).isEmpty();
    }

    @Test
    void look_beyond_withoutNames_isTheComponentsNumber() {
        MagnifiedObservations magnified = new MagnifiedObservations(spec(List.of()));
        look(magnified, 0, 0, 0, 0, 60, 0);
        assertThat(magnified.drain()).singleElement().asString().contains("in component 1, which");
    }

    private static void look(MagnifiedObservations magnified, float... rows) {
        try (HostTensor tensor = new HostTensor(rows.length / 3, 3)) {
            tensor.write(0, rows, 0, rows.length);
            magnified.look(tensor);
        }
    }
}
