package dev.advect.random;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RngTest {

    @Test
    void nextLong_ofState1234_isThePublishedSequence() {
        Rng rng = new Rng(0, 0);
        rng.restore(new long[] {1, 2, 3, 4});
        // the reference implementation's first ten outputs, as they are published
        String[] published = {
            "41943041", "58720359", "3588806011781223", "3591011842654386", "9228616714210784205",
            "9973669472204895162", "14011001112246962877", "12406186145184390807", "15849039046786891736",
            "10450023813501588000"};
        for (String expected : published) {
            assertThat(Long.toUnsignedString(rng.nextLong())).isEqualTo(expected);
        }
    }

    @Test
    void restore_ofAState_continuesEveryKindOfVariate() {
        Rng rng = new Rng(7, 3);
        for (int i = 0; i < 5; i++) {
            rng.nextGaussian();
        }
        long[] state = rng.state();
        double[] gaussians = {rng.nextGaussian(), rng.nextGaussian(), rng.nextGaussian()};
        float uniform = rng.nextFloat();
        int bounded = rng.nextInt(1000);
        long last = rng.nextLong();

        Rng other = new Rng(99, 0);
        other.nextGaussian(); // nothing of it may be left, such as the second half of a pair
        other.restore(state);
        assertThat(new double[] {other.nextGaussian(), other.nextGaussian(), other.nextGaussian()})
                .containsExactly(gaussians);
        assertThat(other.nextFloat()).isEqualTo(uniform);
        assertThat(other.nextInt(1000)).isEqualTo(bounded);
        assertThat(other.nextLong()).isEqualTo(last);
    }

    @Test
    void state_isACopy() {
        Rng rng = new Rng(1, 1);
        long[] state = rng.state();
        long[] before = state.clone();
        state[0] = 12345;
        assertThat(rng.state()).containsExactly(before);
        long expected = rng.nextLong();
        long[] saved = before.clone();
        rng.restore(saved);
        saved[0] = 0;
        assertThat(rng.nextLong()).isEqualTo(expected);
    }

    @Test
    void restore_ofNoState_refused() {
        Rng rng = new Rng(1, 1);
        assertThatThrownBy(() -> rng.restore(new long[4])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rng.restore(new long[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void constructor_sameSeedAndStream_sameSequence() {
        Rng a = new Rng(42, 5);
        Rng b = new Rng(42, 5);
        for (int i = 0; i < 100; i++) {
            assertThat(a.nextLong()).isEqualTo(b.nextLong());
        }
    }

    @Test
    void constructor_neighbouringSeedsAndStreams_allDifferAndAreUnrelated() {
        Set<Long> first = new HashSet<>();
        double bits = 0;
        for (int seed = 0; seed < 64; seed++) {
            for (int stream = 0; stream < 64; stream++) {
                long value = new Rng(seed, stream).nextLong();
                first.add(value);
                bits += Long.bitCount(value ^ new Rng(seed, stream + 1).nextLong());
            }
        }
        assertThat(first).hasSize(64 * 64);
        // half of the 64 bits differ: 32, with a standard error of 4 / √4096 = 0.06
        assertThat(bits / (64 * 64)).isCloseTo(32, within(0.3));
    }

    @Test
    void restore_severalStates_everyOneContinues() {
        Rng[] all = {new Rng(1, 0), new Rng(1, 1), new Rng(2, 0)};
        all[1].nextLong();
        long[] states = Rng.states(all);
        assertThat(states).hasSize(3 * Rng.STATE_SIZE);
        assertThat(Rng.state(states, 1)).isEqualTo(all[1].state());
        Rng[] others = {new Rng(3, 0), new Rng(3, 0), new Rng(3, 0)};

        Rng.restore(states, others);

        for (int i = 0; i < all.length; i++) {
            assertThat(others[i].nextLong()).isEqualTo(all[i].nextLong());
        }
    }

    @Test
    void nextGaussian_moments_areThoseOfTheStandardNormal() {
        Rng rng = new Rng(2024, 1);
        int n = 400_000;
        double[] power = new double[5];
        for (int i = 0; i < n; i++) {
            double x = rng.nextGaussian();
            for (int p = 1; p <= 4; p++) {
                power[p] += Math.pow(x, p) / n;
            }
        }
        // five standard errors, √(Var x^p / n): Var x = 1, Var x² = 2, Var x³ = 15, Var x⁴ = 96
        assertThat(power[1]).isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
        assertThat(power[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
        assertThat(power[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / n)));
        assertThat(power[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
    }
}
