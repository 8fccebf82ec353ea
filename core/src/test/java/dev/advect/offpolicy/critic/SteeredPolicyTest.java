package dev.advect.offpolicy.critic;

import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.Candidates;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.critic.CriticProbe.Look;
import dev.advect.offpolicy.critic.Steering.Kind;
import dev.advect.offpolicy.swfp.SwfpBench;
import dev.advect.offpolicy.swfp.SwfpValues;
import dev.advect.policy.Acting;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Three observations of two components, actions of two, of which one or four are drawn. */
class SteeredPolicyTest {
    private static final int N = 3;

    private final SwfpBench bench = new SwfpBench(new SwfpValues().build(), 1);
    private final PointerScope scope = new PointerScope();
    private final Tensor s = torch.tensor(numbers(1, N * 2, 1)).view(N, 2);
    /** Small, so that no action is clipped. */
    private final Tensor z = torch.tensor(numbers(2, N * 4 * 2, 0.2)).view(N, 8);

    @BeforeEach
    void velocitiesOfZero() {
        bench.constants(0); // Q and Q' are constants too
        bench.policy.parameters().values().tensor().zero_();
    }

    @AfterEach
    void close() {
        scope.close();
        bench.close();
    }

    /** With velocities of zero an action is its noise. */
    private float[] act(Kind kind, int samples, double amount) {
        SteeredPolicy policy = new SteeredPolicy(bench.policy, bench.swfp.critic(), new Steering(kind, samples, amount), new Rng(3, 3));
        assertThat(policy.noiseSize()).isEqualTo(2 * samples);
        return Torch.floats(policy.act(0, s, z.narrow(1, 0, 2L * samples).contiguous()));
    }

    @Test
    void drawnAndNoise_areTheNoiseTimesAFactor() {
        float[] drawn = Torch.floats(z.narrow(1, 0, 2).contiguous());
        assertThat(act(Kind.DRAWN, 1, 0)).containsExactly(drawn, within(1e-6f));
        float[] half = act(Kind.NOISE, 1, 0.5);
        for (int i = 0; i < drawn.length; i++) {
            assertThat(half[i]).isCloseTo(drawn[i] / 2, within(1e-6f));
        }
    }

    @Test
    void mean_ofFour() {
        assertThat(act(Kind.MEAN, 4, 0)).containsExactly(Torch.floats(z.view(N, 4, 2).mean(1)), within(1e-6f));
    }

    @Test
    void random_movesByTheAmount() {
        float[] drawn = act(Kind.DRAWN, 1, 0);
        float[] moved = act(Kind.RANDOM, 1, 0.25);
        for (int i = 0; i < N; i++) {
            assertThat(Math.hypot(moved[2 * i] - drawn[2 * i], moved[2 * i + 1] - drawn[2 * i + 1])).isCloseTo(0.25, within(1e-5));
        }
    }

    @Test
    void ascent_withoutAGradient_staysWhereItIs() {
        assertThat(act(Kind.ASCENT, 1, 0.3)).containsExactly(act(Kind.DRAWN, 1, 0));
    }

    /** A critic with weights: what it selects or moves is worth no less to it than what was drawn. */
    @Test
    void bestAndAscent_raiseTheValue() {
        try (SwfpBench other = new SwfpBench(new SwfpValues().build(), 1)) {
            SteeredPolicy best = new SteeredPolicy(other.policy, other.swfp.critic(), new Steering(Kind.BEST, 4, 0), new Rng(3, 3));
            SteeredPolicy up = new SteeredPolicy(other.policy, other.swfp.critic(), new Steering(Kind.ASCENT, 1, 0.05), new Rng(3, 3));
            Tensor drawn = Candidates.draw(other.policy, 0, s, z, 4).grouped();
            float[] selected = value(other, best.act(0, s, z));
            float[] first = value(other, drawn.select(1, 0).contiguous());
            float[] moved = value(other, up.act(0, s, z.narrow(1, 0, 2).contiguous()));
            for (int i = 0; i < N; i++) {
                for (int k = 0; k < 4; k++) {
                    assertThat(selected[i]).isGreaterThanOrEqualTo(value(other, drawn.select(1, k).contiguous())[i] - 1e-6f);
                }
                assertThat(moved[i]).isGreaterThan(first[i]);
            }
        }
    }

    private float[] value(SwfpBench of, Tensor a) {
        float[] value = new float[N];
        of.swfp.critic().meanValue(CriticEnsemble.input(Torch.floats(s), Torch.floats(a), 2), value, new float[0]);
        return value;
    }

    @Test
    void look_atAConstantCritic_hasNeitherDirectionNorGain() {
        Look look = new CriticProbe(bench.swfp, new Acting(true, 0)).look(numbers(4, N * 2, 1), new Rng(5, 5));

        assertThat(look.action()).hasSize(N * 2);
        assertThat(look.value()).hasSize(N).containsOnly(0);
        assertThat(look.cosine()).hasSize(N).containsOnly(0);
        assertThat(look.gain()).containsOnly(0);
    }

    private static float[] numbers(long seed, int n, double deviation) {
        Rng random = new Rng(seed, 0);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) (deviation * random.nextGaussian());
        }
        return numbers;
    }
}
