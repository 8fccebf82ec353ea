package dev.advect.train;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class NearestTest {
    private static final List<String> TASKS = List.of("cheetah-run", "walker-walk", "walker-run", "cartpole-swingup");

    @Test
    void distance_isLevenshteins() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "")).isEqualTo(3);
        assertThat(Nearest.distance("flaw", "lawn")).isEqualTo(2);
        assertThat(Nearest.distance("same", "same")).isZero();
    }

    @Test
    void find_nearEnough_isTheNearest() {
        assertThat(Nearest.find("chetah-run", TASKS)).contains("cheetah-run");
        assertThat(Nearest.find("Walker-Wlak", TASKS)).contains("walker-walk");
        assertThat(Nearest.find("walker-rn", TASKS)).contains("walker-run");
    }

    /** steps is 4 edits away, evaluationSteps 6, but steps has nothing of eval. */
    @Test
    void find_nearestIsTooShort_isTheNextThatHasEnoughInCommon() {
        assertThat(Nearest.find("evalSteps", List.of("steps", "evaluationSteps"))).contains("evaluationSteps");
        assertThat(Nearest.find("evalSteps", List.of("steps"))).isEmpty();
    }

    @Test
    void find_nothingNear_isEmpty() {
        assertThat(Nearest.find("pusher", TASKS)).isEmpty();
        assertThat(Nearest.find("anything", List.of())).isEmpty();
    }

    @Test
    void hint_namesTheNearest_andAllWhereTheyAreFew() {
        assertThat(Nearest.hint("heum", List.of("euler", "heun"))).isEqualTo("; did you mean 'heun'? (known: euler, heun)");
        assertThat(Nearest.hint("zzzzzzz", List.of("euler", "heun"))).isEqualTo(" (known: euler, heun)");
        List<String> many = List.of("a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9", "j10", "k11", "l12", "m13", "n14",
                "o15", "p16", "q17");
        assertThat(Nearest.hint("q18", many)).isEqualTo("; did you mean 'q17'?");
    }
}
