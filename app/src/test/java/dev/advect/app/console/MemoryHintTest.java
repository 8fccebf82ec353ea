package dev.advect.app.console;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryHintTest {
    @Test
    void of_smallHeap_namesThreeQuartersOfTheMachine_andOfALargeOne_asksForLess() {
        assertThat(MemoryHint.of(512, 24_000)).isEqualTo("the heap may take 512 MB; allow more by "
                + "ADVECT_JAVA_OPTS=-Xmx18000m, or ask for less at once, such as fewer environments: --set loop.envs=N");
        assertThat(MemoryHint.of(18_000, 24_000)).isEqualTo("the heap may already take 18000 of this machine's 24000 MB; "
                + "ask for less at once, such as fewer environments: --set loop.envs=N");
        assertThat(MemoryHint.of(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .isEqualTo("the system allows no more threads: fewer by --threads=N");
    }
}
