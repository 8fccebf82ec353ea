package dev.advect.nn;

import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ParametersTest {

    @Test
    void sumGradients_ofALossSplitOverReplicas_equalsThatOfOne() {
        float[] x = Tensors.normal(new Rng(2, 0), 8 * 3);
        Mlp whole = new Mlp("net", List.of(3, 16, 2), 1, new Rng(1, 0));
        whole.parameters().zeroGradients();
        whole.forward(0, Tensors.of(x, 8, 3)).square().mean().backward();
        whole.parameters().sumGradients();

        Mlp split = new Mlp("net", List.of(3, 16, 2), 2, new Rng(1, 0));
        split.parameters().zeroGradients();
        try (Workers workers = new Workers(2)) {
            workers.run(worker -> {
                int from = worker == 0 ? 0 : 5;
                int rows = worker == 0 ? 5 : 3;
                split.forward(worker, Tensors.of(x, 8, 3).narrow(0, from, rows)).square().sum().div(new Scalar(16))
                        .backward();
            });
        }
        split.parameters().sumGradients();
        assertThat(split.parameters().gradient().toArray())
                .containsExactly(whole.parameters().gradient().toArray(), within(1e-6f));
        assertThat(Math.abs(whole.parameters().gradient().get(0))).isGreaterThan(1e-4f);
    }

    @Test
    void sumGradients_replicasOfKnownGradients_addsThemUp() {
        Parameters parameters = new Parameters(List.of(new Parameters.Slot("w", 3)), 3);
        for (int worker = 0; worker < 3; worker++) {
            // d/dw Σ c·w = c, with c = (1, 2, 3)·10^worker
            float scale = (float) Math.pow(10, worker);
            float[] c = {scale, 2 * scale, 3 * scale};
            parameters.replica(worker).get(0).mul(Tensors.of(c, 3)).sum().backward();
        }
        parameters.sumGradients();
        assertThat(parameters.gradient().toArray()).containsExactly(111, 222, 333);
    }

    @Test
    void backward_twice_addsUp_andZeroGradientsForgetsAll() {
        Parameters parameters = new Parameters(List.of(new Parameters.Slot("w", 2)), 2);
        for (int i = 0; i < 2; i++) {
            for (int worker = 0; worker < 2; worker++) {
                parameters.replica(worker).get(0).mul(Tensors.of(new float[] {1, -4}, 2)).sum().backward();
            }
        }
        parameters.sumGradients();
        assertThat(parameters.gradient().toArray()).containsExactly(4, -16);
        parameters.zeroGradients();
        parameters.sumGradients();
        assertThat(parameters.gradient().toArray()).containsExactly(0, 0);
    }

    @Test
    void values_written_areSeenByEverySlotOfEveryReplica() {
        Parameters parameters = new Parameters(
                List.of(new Parameters.Slot("w", 2, 2), new Parameters.Slot("b", 2)), 2);
        assertThat(parameters.size()).isEqualTo(6);
        parameters.values().write(0, new float[] {1, 2, 3, 4, 5, 6}, 0, 6);
        for (int worker = 0; worker < 2; worker++) {
            Parameters.Replica replica = parameters.replica(worker);
            assertThat(replica.get(0).size(0)).isEqualTo(2);
            assertThat(Tensors.floats(replica.get(0))).containsExactly(1, 2, 3, 4);
            assertThat(Tensors.floats(replica.get(1))).containsExactly(5, 6);
        }
    }

    @Test
    void part_isTheSameMemory_ofValuesAndGradients() {
        Parameters whole = new Parameters(List.of(
                new Parameters.Slot("a", 2), new Parameters.Slot("b", 3), new Parameters.Slot("c", 1)), 2);
        whole.values().write(0, new float[] {1, 2, 3, 4, 5, 6}, 0, 6);
        Parameters part = whole.part(1, 3);
        assertThat(part.slots().stream().map(Parameters.Slot::name)).containsExactly("b", "c");
        assertThat(part.values().toArray()).containsExactly(3, 4, 5, 6);
        for (int worker = 0; worker < 2; worker++) {
            part.replica(worker).get(0).mul(Tensors.of(new float[] {1, 10, 100}, 3)).sum().backward();
        }
        part.sumGradients();
        assertThat(part.gradient().toArray()).containsExactly(2, 20, 200, 0);
        assertThat(whole.gradient().toArray()).containsExactly(0, 0, 2, 20, 200, 0);
        part.zeroGradients();
        whole.sumGradients();
        assertThat(whole.gradient().toArray()).containsOnly(0);
        part.values().set(0, -1);
        assertThat(Tensors.floats(whole.frozen().get(1))).containsExactly(-1, 4, 5);
        part.close();
        assertThat(whole.values().toArray()).containsExactly(1, 2, -1, 4, 5, 6);
        whole.close();
    }
}
