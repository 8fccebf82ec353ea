package dev.advect.envs.toy;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.Episodes;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BanditTest {
    @Test
    void spec_oneStepOfOneNumber() {
        assertThat(Bandit.original().spec()).isEqualTo(EnvSpec.of("bandit-2d", 1, 2, 1));
        assertThat(Bandit.shifted().spec()).isEqualTo(EnvSpec.of("bandit-2d-shifted", 1, 2, 1));
    }

    /**
     * In the middle all four centres are sqrt(0.32) away: log 4 - 0.32/0.045. Halfway between the right ones two are 0.4
     * away, the others beyond by 0.64: log 2 - 0.16/0.045, and log(1 + exp(-0.64/0.045)) more.
     */
    @Test
    void reward_symmetricPoints_byHand() {
        Bandit bandit = Bandit.original();

        assertThat(bandit.reward(0, 0)).isCloseTo(1.3862943611 - 7.1111111111, within(1e-9));
        assertThat(bandit.reward(0.4, 0)).isCloseTo(0.6931471806 - 3.5555555556 + 6.65e-7, within(1e-8));
        assertThat(bandit.reward(-0.4, 0.4)).isCloseTo(0, within(2e-6));
        assertThat(bandit.reward(0.55, 0.4)).isCloseTo(-0.5, within(1e-5)); // one standard deviation
    }

    @Test
    void reward_farAway_doesNotUnderflow() {
        // nearest centre (0.4, 0.4): 2 · 99.6² / 0.045
        assertThat(Bandit.original().reward(100, 100)).isCloseTo(-440_896, within(1e-6));
    }

    @Test
    void reward_shifted_isThatOfThePointBefore() {
        Bandit before = Bandit.original();
        Bandit after = Bandit.shifted();

        for (double x = -1; x <= 1; x += 0.25) {
            assertThat(after.reward(x + 0.16, 0.7 + 0.12)).isCloseTo(before.reward(x, 0.7), within(1e-9));
        }
        assertThat(after.reward(0.56, 0.52)).isCloseTo(0, within(2e-6));
    }

    @Test
    void centres_shiftedByTheDistance_whichIsW2() {
        List<double[]> before = Bandit.original().centres();
        List<double[]> after = Bandit.shifted().centres();

        assertThat(before).hasSize(4).contains(new double[] {0.4, -0.4});
        for (int k = 0; k < 4; k++) {
            assertThat(Math.hypot(after.get(k)[0] - before.get(k)[0], after.get(k)[1] - before.get(k)[1]))
                    .isCloseTo(0.2, within(1e-12));
        }
    }

    /**
     * Each point is 2σ² of squared distance from its centre in the mean, so that the mean reward is -1, and the overlap
     * of the components adds 0.0107 in each direction (by numerical integration).
     */
    @Test
    void draw_meanRewardAndMean_areThoseOfTheMixture() {
        Rng random = new Rng(3, 0);
        Bandit bandit = Bandit.original();
        int n = 40_000;
        double reward = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < n; i++) {
            double[] point = bandit.draw(random);
            reward += bandit.reward(point[0], point[1]) / n;
            x += point[0] / n;
            y += point[1] / n;
        }
        assertThat(reward).isCloseTo(-0.9785, within(0.02)); // 4 standard errors
        assertThat(x).isCloseTo(0, within(0.01));
        assertThat(y).isCloseTo(0, within(0.01));
    }

    @Test
    void draw_staysWithinTheSquare() {
        Rng random = new Rng(5, 0);
        for (int i = 0; i < 20_000; i++) {
            double[] point = Bandit.shifted().draw(random);
            assertThat(Math.max(Math.abs(point[0]), Math.abs(point[1]))).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void step_endsTheEpisodeWithTheReward() {
        Step out = new Step(1);
        out.observation[0] = 7;
        Bandit.original().step(new float[] {0.4f, 0.4f}, out);

        assertThat(out.reward).isCloseTo(0, within(2e-6));
        assertThat(out.terminated).isTrue();
        assertThat(out.truncated).isFalse();
        assertThat(out.observation).containsExactly(0);
    }

    @Test
    void vectorEnv_everyStepIsAnEpisode() {
        try (Arena arena = Arena.ofConfined();
                VectorEnv envs = new VectorEnv(Bandit::shifted, 3, 0, VectorEnv.NonFinite.ERROR)) {
            envs.reset(0, 3);
            MemorySegment actions = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0, 0, 0.56f, 0.52f, 0.56f, -0.28f);
            envs.step(0, 3, actions);
            envs.step(0, 3, actions);

            Episodes episodes = envs.drainEpisodes();
            assertThat(episodes.count()).isEqualTo(6);
            assertThat(episodes.steps()).isEqualTo(6);
            assertThat(episodes.returns())
                    .isCloseTo(2 * Bandit.shifted().reward(0, 0), within(1e-5));
        }
    }
}
