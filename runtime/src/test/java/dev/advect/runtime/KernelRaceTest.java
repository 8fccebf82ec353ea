package dev.advect.runtime;

import dev.advect.runtime.KernelRace.Winner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KernelRaceTest {
    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    private final KernelRace race = new KernelRace();

    /** Rounds of the same times until there is a winner; how many it took. */
    private int runUntilDecided(long first, long second, Winner expected) {
        for (int round = 1; round < 10_000_000; round++) {
            Winner winner = race.add(first, second);
            if (winner != Winner.NONE_YET) {
                assertThat(winner).isEqualTo(expected);
                return round;
            }
        }
        throw new AssertionError("there is no end");
    }

    @Test
    void add_secondTwiceAsFast_winsAfterTheFirstRounds() {
        assertThat(runUntilDecided(100 * MICROS, 49 * MICROS, Winner.SECOND)).isEqualTo(200);
    }

    @Test
    void add_secondSlowUntilItIsCompiled_winsAtTheFifthFastRound() {
        for (int round = 0; round < 300; round++) {
            assertThat(race.add(100 * MICROS, 50 * MILLIS)).isEqualTo(Winner.NONE_YET);
        }
        assertThat(runUntilDecided(100 * MICROS, 5 * MICROS, Winner.SECOND)).isEqualTo(5);
    }

    @Test
    void add_secondALittleFaster_winsWhenItGetsNoFaster() {
        // the first round is progress, 3 s without follow: 3 s / 150 µs = 20,000 rounds
        assertThat(runUntilDecided(100 * MICROS, 50 * MICROS, Winner.SECOND)).isEqualTo(20_001);
        assertThat(race.spent()).isEqualTo(20_001 * 150 * MICROS);
    }

    @Test
    void add_secondALittleSlower_losesWhenItGetsNoFaster() {
        // 3 s / 220 µs = 13,636.4 rounds after the first
        assertThat(runUntilDecided(100 * MICROS, 120 * MICROS, Winner.FIRST)).isEqualTo(13_638);
    }

    @Test
    void add_secondNeverCompiled_losesAfterHalfAMinute() {
        // 30 s / 100 ms
        assertThat(runUntilDecided(100 * MICROS, 100 * MILLIS - 100 * MICROS, Winner.FIRST)).isEqualTo(300);
    }
}
