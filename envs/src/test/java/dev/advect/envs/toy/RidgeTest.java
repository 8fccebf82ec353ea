package dev.advect.envs.toy;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.Saved;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RidgeTest {
    private static Ridge withHutAt(int end) {
        Ridge ridge = new Ridge();
        for (long seed = 0; ; seed++) {
            ridge.reset(new Rng(seed, 0), new float[1]);
            if (ridge.hut() == end) {
                return ridge;
            }
        }
    }

    private static Step step(Ridge ridge, float a1, float a2) {
        Step out = new Step(1);
        out.observation[0] = 7;
        ridge.step(new float[] {a1, a2}, out);
        return out;
    }

    @Test
    void spec_oneNumberThatSaysNothing() {
        assertThat(new Ridge().spec()).isEqualTo(EnvSpec.of("ridge", 1, 2, 50));
    }

    @Test
    void step_towardsTheHut_reachesItInTwo() {
        Ridge ridge = withHutAt(1);
        Step first = step(ridge, 1, 1);
        assertThat(first.reward).isEqualTo(-0.02);
        assertThat(first.terminated).isFalse();
        assertThat(first.observation).containsExactly(0);
        assertThat(ridge.position()).isEqualTo(0.5);

        Step second = step(ridge, 1, 1);
        assertThat(second.reward).isEqualTo(1);
        assertThat(second.terminated).isTrue();
    }

    @Test
    void step_towardsTheOtherEnd_isHeldThere() {
        Ridge ridge = withHutAt(-1);
        for (int t = 0; t < 5; t++) {
            Step out = step(ridge, 3, 1); // beyond the bounds is as at the bounds
            assertThat(out.reward).isEqualTo(-0.02);
            assertThat(out.terminated).isFalse();
        }
        assertThat(ridge.position()).isEqualTo(1);
        for (int t = 0; t < 3; t++) {
            assertThat(step(ridge, -1, -1).terminated).isFalse();
        }
        assertThat(ridge.position()).isCloseTo(-0.5, within(1e-12));
        assertThat(step(ridge, -1, -1).reward).isEqualTo(1);
    }

    /** Half of (0.9 - 0.1) is 0.4 and stays, half of (0.9 + 0.2) is 0.55 and slips. */
    @Test
    void step_across_slipsBeyondTheHalfWidth() {
        Ridge ridge = withHutAt(1);
        assertThat(step(ridge, 0.9f, 0.1f).terminated).isFalse();
        assertThat(ridge.position()).isCloseTo(0.25, within(1e-6)); // half of (0.9 + 0.1)/2
        for (int sign : new int[] {-1, 1}) {
            Step slip = step(withHutAt(1), sign * 0.9f, sign * -0.2f);
            assertThat(slip.reward).isEqualTo(-1);
            assertThat(slip.terminated).isTrue();
        }
    }

    @Test
    void reset_putsTheHutAtEitherEndEquallyOften() {
        Ridge ridge = new Ridge();
        Rng random = new Rng(4, 0);
        int forwards = 0;
        for (int i = 0; i < 10_000; i++) {
            ridge.reset(random, new float[1]);
            forwards += ridge.hut() == 1 ? 1 : 0;
            assertThat(ridge.position()).isZero();
        }
        assertThat(forwards / 10_000.0).isCloseTo(0.5, within(0.02)); // 4 standard errors
    }

    @Test
    void saveAndLoad_keepTheWalk() throws IOException {
        Ridge ridge = withHutAt(-1);
        step(ridge, 1, 0.5f);
        byte[] saved = Saved.of(ridge);
        Ridge other = withHutAt(1);
        other.load(Saved.in(saved));

        assertThat(other.hut()).isEqualTo(-1);
        assertThat(other.position()).isEqualTo(0.375);
    }
}
