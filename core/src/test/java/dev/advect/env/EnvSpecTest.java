package dev.advect.env;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvSpecTest {

    @Test
    void of_noPhysics_oneSecondAndOneStep() {
        assertThat(EnvSpec.of("pole", 4, 1, 200)).isEqualTo(new EnvSpec("pole", 4, 1, 200, 1, 1));
    }

    @Test
    void constructor_impossibleValues_refusedByName() {
        refused(() -> new EnvSpec(" ", 1, 1, 1, 1, 1), "name");
        refused(() -> new EnvSpec("pole", 0, 1, 1, 1, 1), "'pole': observationSize 0");
        refused(() -> new EnvSpec("pole", 1, -1, 1, 1, 1), "actionSize -1");
        refused(() -> new EnvSpec("pole", 1, 1, 0, 1, 1), "episodeSteps 0");
        refused(() -> new EnvSpec("pole", 1, 1, 1, 1, 0), "physicsSteps 0");
        refused(() -> new EnvSpec("pole", 1, 1, 1, 0, 1), "controlSeconds");
        refused(() -> new EnvSpec("pole", 1, 1, 1, Double.NaN, 1), "controlSeconds");
    }

    @Test
    void withParts_namesAndSizes_makeUpTheObservation() {
        EnvSpec pole = EnvSpec.of("pole", 4, 1, 200);
        ObservationPart angle = new ObservationPart("angle", 3);

        assertThat(pole.observationParts()).isEmpty();
        assertThat(pole.withParts(angle, new ObservationPart("speed", 1)).observationParts())
                .extracting(ObservationPart::name).containsExactly("angle", "speed");
        refused(() -> pole.withParts(angle), "'pole': the observation has 4 components, its parts angle 3 have 3");
        refused(() -> pole.withParts(angle, new ObservationPart("angle", 1)), "two parts of the observation are called 'angle'");
        refused(() -> new ObservationPart("extra", 0), "part 'extra' of the observation has 0 components");
        refused(() -> new ObservationPart(" ", 1), "name");
    }

    @Test
    void withParts_milestones_stay_andMayBe64() {
        List<String> marks = IntStream.range(0, 64).mapToObj(String::valueOf).toList();
        EnvSpec spec = new EnvSpec("pole", 4, 1, 200, 1, 1, List.of(), marks);

        assertThat(spec.withParts(new ObservationPart("all", 4)).milestones()).isEqualTo(marks);
        assertThat(EnvSpec.of("pole", 4, 1, 200).milestones()).isEmpty();
        refused(() -> new EnvSpec("pole", 4, 1, 200, 1, 1, List.of(), Collections.nCopies(65, "x")),
                "'pole': 65 milestones are too many");
    }

    private static void refused(Runnable construction, String named) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
