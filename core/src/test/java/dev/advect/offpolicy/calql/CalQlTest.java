package dev.advect.offpolicy.calql;

import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.Rivals;
import dev.advect.offpolicy.rlpd.RlpdTest;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.function.BiFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class CalQlTest {
    private static final int DRAWS = 4;

    private final Workers workers = new Workers(1);
    private final Batch batch = Rivals.batch();

    /** The numbers of an update, in the order in which it draws them: for the target, uniform, at s', at s. */
    private static double expectedGap(boolean calibrated) {
        Rng random = new Rng(9, 0);
        int all = Rivals.ROWS * DRAWS;
        for (int i = 0; i < all; i++) {
            random.nextGaussian();
        }
        random.nextInt(2); // the subset: two of two members
        random.nextInt(1);
        for (int i = 0; i < all; i++) {
            random.nextDouble(-1, 1);
        }
        double[][] noise = new double[2][all];
        for (double[] kind : noise) {
            for (int i = 0; i < all; i++) {
                kind[i] = (float) random.nextGaussian();
            }
        }
        double gap = 0;
        for (int row = 0; row < Rivals.ROWS; row++) {
            boolean known = row % 2 == 0;
            double sum = DRAWS * Math.exp(3 + Math.log(2)); // the uniform density is 1/2
            double value = calibrated && known ? 4 : 3;
            for (double[] kind : noise) {
                for (int j = 0; j < DRAWS; j++) {
                    sum += Math.exp(value - RlpdTest.logProbability(kind[row * DRAWS + j]));
                }
            }
            gap += (Math.log(sum) - 3) / Rivals.ROWS;
        }
        return gap;
    }

    private static double gap(Map<String, Double> metrics) {
        return metrics.getOrDefault("calql/gap", Double.NaN);
    }

    private Map<String, Double> metrics(boolean calibrated) {
        CalQl agent = Rivals.calQl(Rivals.standard(), Rivals.constant(3), workers, calibrated);
        agent.updateCritic(batch);
        return agent.drainMetrics();
    }

    @Test
    void conservativeTerm_constantCritic_isWhatIsReckonedByHand() {
        Map<String, Double> cql = metrics(false);
        Map<String, Double> calQl = metrics(true);

        assertThat(gap(cql)).isCloseTo(expectedGap(false), offset(1e-4));
        assertThat(calQl.get("calql/gap")).isCloseTo(expectedGap(true), offset(1e-4));
        assertThat(calQl.get("calql/gap")).isGreaterThan(gap(cql) + 0.1);
        // 3 of 5 rows have a return, 4, above the value of all their actions, 3
        assertThat(calQl.get("calql/bounded")).isCloseTo(0.6, offset(1e-6));
    }

    @Test
    void updateCritic_loss_containsTheWeightedTerm() {
        Map<String, Double> metrics = metrics(true);

        double error = 0;
        for (int i = 0; i < Rivals.ROWS; i++) {
            double difference = 3 - batch.reward().get(i) - 3 * batch.discount().get(i);
            error += difference * difference / Rivals.ROWS;
        }
        assertThat(metrics.get("critic/loss")).isCloseTo(error + 2 * gap(metrics), offset(1e-4));
    }

    @Test
    void pretrain_weight_isTheOfflineOne() {
        CalQl agent = Rivals.calQl(Rivals.standard(), Rivals.constant(3), workers, true);

        agent.pretrain(batch);

        Map<String, Double> metrics = agent.drainMetrics();
        assertThat(metrics.get("critic/loss")).isGreaterThan(5 * gap(metrics));
    }

    @Test
    void penalty_boundedValues_haveNoGradient() {
        CalQl agent = Rivals.calQl(Rivals.standard(), Rivals.constant(3), workers, true);
        agent.updateCritic(batch); // draws the actions
        Tensor parameter = Tensors.of(new float[] {3}, 1).requires_grad_(true);
        BiFunction<Tensor, Tensor, Tensor> q = (_, a) -> parameter.expand(a.size(0));
        Tensor data = torch.zeros(Rivals.ROWS);

        agent.penalty(0, q, data, batch, 1, new double[1], new double[1]).backward();

        // rows without a return: every action's share, 1 in all; rows with one: the uniform actions' share of the sum only
        double expected = 0;
        Rng random = new Rng(9, 0);
        for (int i = 0; i < Rivals.ROWS * DRAWS; i++) {
            random.nextGaussian();
        }
        random.nextInt(2);
        random.nextInt(1);
        for (int i = 0; i < Rivals.ROWS * DRAWS; i++) {
            random.nextDouble(-1, 1);
        }
        double[] sums = new double[Rivals.ROWS];
        for (int i = 0; i < 2 * Rivals.ROWS * DRAWS; i++) {
            int row = i % (Rivals.ROWS * DRAWS) / DRAWS;
            sums[row] += Math.exp(4 - RlpdTest.logProbability((float) random.nextGaussian()));
        }
        for (int row = 0; row < Rivals.ROWS; row++) {
            double uniform = DRAWS * Math.exp(3 + Math.log(2));
            expected += row % 2 == 1 ? 1 : uniform / (uniform + sums[row]);
        }
        double scale = 1.0 / (2 * Rivals.ROWS); // as if divided by the number of members
        assertThat((double) Tensors.floats(parameter.grad())[0]).isCloseTo(expected * scale, offset(1e-5));
    }

    @Test
    void penalty_gradient_isThatOfDifferences() {
        CriticEnsemble critic = Rivals.critic(PolicyValue.MIN);
        CalQl agent = Rivals.calQl(Rivals.policy(1), critic, workers, false);
        agent.updateCritic(batch); // draws the actions
        Tensor offset = Tensors.of(new float[] {0.3f}, 1);
        offset.requires_grad_(true);
        BiFunction<Tensor, Tensor, Tensor> q = (s, a) -> s.sum(1).mul(a.sum(1)).mul(offset);
        Tensor s = batch.observation().tensor();
        Tensor a = batch.action().tensor();
        agent.penalty(0, q, q.apply(s, a), batch, 2, new double[1], new double[1]).backward();
        double found = Tensors.floats(offset.grad())[0];

        double[] sides = new double[2];
        for (int i = 0; i < 2; i++) {
            Tensor moved = Tensors.of(new float[] {0.3f + (2 * i - 1) * 1e-2f}, 1);
            BiFunction<Tensor, Tensor, Tensor> other = (x, y) -> x.sum(1).mul(y.sum(1)).mul(moved);
            sides[i] = agent.penalty(0, other, other.apply(s, a), batch, 2, new double[1], new double[1]).item_double();
        }
        assertThat(found).isCloseTo((sides[1] - sides[0]) / 2e-2, offset(1e-3));
    }

    @Test
    void nextValue_severalDraws_isTheBest() {
        CriticEnsemble critic = Rivals.critic(PolicyValue.MIN);
        CalQl agent = Rivals.calQl(Rivals.standard(), critic, workers, true);
        agent.updateCritic(batch);
        int[] subset = {0, 2};
        Rng random = new Rng(9, 0);

        float[] values = Tensors.floats(agent.nextValue(0, Rivals.ROWS, batch.next().tensor(), subset));

        for (int row = 0; row < Rivals.ROWS; row++) {
            Tensor s = batch.next().tensor().narrow(0, row, 1);
            float best = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < DRAWS; j++) {
                float a = (float) Math.tanh((float) random.nextGaussian());
                best = Math.max(best, Tensors.floats(critic.targetValue(s, Tensors.of(new float[] {a}, 1, 1), subset))[0]);
            }
            assertThat(values[row]).isCloseTo(best, offset(1e-5f));
        }
    }
}
