package dev.advect.data;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemonstrationsTest {
    private static final ObservationPart STATE = new ObservationPart("state", 2);
    private static final ObservationPart GOAL = new ObservationPart("goal", 1);
    private static final EnvSpec ENV = EnvSpec.of("ordered", 3, 1, 5);

    /** Two steps that were seen as goal, state. */
    private static Demonstrations seen(List<ObservationPart> parts, float... actions) {
        return new Demonstrations(3, 1, new float[] {9, 1, 2, 9, 3, 4}, actions, new float[2], new float[] {9, 3, 4, 9, 5, 6},
                new boolean[] {false, true}, new boolean[2], new int[1], parts);
    }

    @Test
    void fitTo_namesInAnotherOrder_reordersByName() {
        Demonstrations fitting = seen(List.of(GOAL, STATE), 0, 1).fitTo(ENV.withParts(STATE, GOAL));

        assertThat(fitting.observation()).containsExactly(1, 2, 9, 3, 4, 9);
        assertThat(fitting.nextObservation()).containsExactly(3, 4, 9, 5, 6, 9);
        assertThat(fitting.parts()).containsExactly(STATE, GOAL);
    }

    @Test
    void fitTo_sameOrderOrNoNames_isTheSame() {
        Demonstrations named = seen(List.of(GOAL, STATE), 0, 1);
        Demonstrations unnamed = named.withoutNames();

        assertThat(named.fitTo(ENV.withParts(GOAL, STATE))).isSameAs(named);
        assertThat(named.fitTo(ENV)).isSameAs(named);
        assertThat(unnamed.parts()).isEmpty();
        assertThat(unnamed.fitTo(ENV.withParts(STATE, GOAL))).isSameAs(unnamed);
    }

    @Test
    void fitTo_otherNamesOrSizes_areRefused() {
        Demonstrations named = seen(List.of(GOAL, STATE), 0, 1);

        assertThatThrownBy(() -> named.fitTo(ENV.withParts(new ObservationPart("state", 1), new ObservationPart("goal", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("demonstrations: their observation is made of goal 1, state 2, that of ordered of state 1, goal 2; "
                        + "advect data convert takes parts by name (--keys) and can leave their names out (--no-names)");
        assertThatThrownBy(() -> named.fitTo(EnvSpec.of("small", 2, 1, 5).withParts(STATE)))
                .hasMessageContaining("that of small of state 2;");
        assertThatThrownBy(() -> named.fitTo(EnvSpec.of("small", 2, 1, 5)))
                .hasMessageContaining("have 3 and 1 components, the environment's have 2 and 1");
    }

    @Test
    void fitTo_actionsBeyondTheBounds_areRefusedButForRounding() {
        seen(List.of(), -1.000001f, 1.000001f).fitTo(ENV);

        assertThatThrownBy(() -> seen(List.of(), 0.5f, -3).fitTo(ENV)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the demonstrated actions of 1 of 2 steps go beyond [-1, 1], which environments take, the farthest "
                        + "to 3.0: advect data convert --action-scale=0.333 brings them there");
        assertThatThrownBy(() -> seen(List.of(), 1e30f, 0).fitTo(ENV)).hasMessageContaining("--action-scale=9.99E-31 ");
    }

    @Test
    void constructor_partsOfAnotherSum_areRefused() {
        assertThatThrownBy(() -> seen(List.of(STATE), 0, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("demonstrations: the observation has 3 components, its parts state 2 have 2");
    }
}
