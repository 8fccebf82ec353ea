package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RunningNormTest {

    @Test
    void observe_twoBatches_areNormalisedByTheWholesMeanAndStd() {
        RunningNorm norm = new RunningNorm(2);
        observe(norm, 1, 10, 3, 10);
        observe(norm, 8, 10);
        norm.refresh();
        // first component: mean (1+3+8)/3 = 4, variance (9+1+16)/3 = 26/3, std 2.943920;
        // second: always 10, so that only the mean is taken off
        assertThat(apply(norm, 4 + 2.943920f, 11, 4 - 2.943920f, 10))
                .containsExactly(new float[] {1, 1, -1, 0}, within(1e-6f));
    }

    @Test
    void atLeast_boundsWhatHardlyVaries_fromTheNextRefreshOn() {
        RunningNorm norm = new RunningNorm(3);
        observe(norm, 1, 10, 5, 3, 10.002f, 5);
        norm.refresh();
        norm.minDeviation(0.5);
        assertThat(apply(norm, 3, 10.002f, 6)).containsExactly(new float[] {1, 1, 1}, within(1e-2f));
        norm.refresh();
        // deviations 1, 0.001, which becomes 0.5, and 0, which is a constant's
        assertThat(apply(norm, 3, 10.501f, 6)).containsExactly(new float[] {1, 1, 1}, within(1e-4f));
    }

    @Test
    void within_boundsWhatIsNormalised_alsoInPlace_andIsSaved() {
        RunningNorm norm = new RunningNorm(2);
        observe(norm, 1, 10, 3, 30);
        norm.refresh();
        norm.within(2);
        StateDict state = new StateDict();
        norm.save(state);
        for (RunningNorm one : new RunningNorm[] {norm, new RunningNorm(2)}) {
            one.load(state);
            // means 2 and 20, deviations 1 and 10
            assertThat(apply(one, 3, 45, -2, 20)).containsExactly(new float[] {1, 2, -2, 0}, within(1e-6f));
            assertThat(one.bound()).isEqualTo(2);
            try (HostTensor rows = new HostTensor(1, 2)) {
                rows.set(0, 9);
                rows.set(1, Float.NaN);
                one.applyInPlace(rows.tensor());
                assertThat(rows.get(0)).isEqualTo(2);
                assertThat(rows.get(1)).isNaN();
            }
        }
    }

    @Test
    void observe_manyBatches_equalTheDirectFormulaInDouble() {
        Rng random = new Rng(1, 0);
        int rows = 1000;
        double[] all = new double[rows];
        RunningNorm norm = new RunningNorm(1);
        int done = 0;
        for (int size : new int[] {1, 1, 7, 300, 691}) {
            float[] batch = new float[size];
            for (int i = 0; i < size; i++) {
                // far from zero: Σx² − (Σx)² in float would lose everything
                batch[i] = (float) (1e4 + random.nextGaussian());
                all[done++] = batch[i];
            }
            observe(norm, batch);
        }
        double mean = 0;
        for (double x : all) {
            mean += x / rows;
        }
        double variance = 0;
        for (double x : all) {
            variance += (x - mean) * (x - mean) / rows;
        }
        StateDict state = saved(norm);
        assertThat(state.doubles("count")).containsExactly(rows);
        assertThat(state.doubles("mean")[0]).isCloseTo(mean, within(1e-9));
        assertThat(state.doubles("squares")[0] / rows).isCloseTo(variance, within(1e-9));
    }

    @Test
    void refresh_notCalled_whatWasObservedHasNoEffect() {
        RunningNorm norm = new RunningNorm(1);
        assertThat(apply(norm, 5)).containsExactly(5);
        observe(norm, 2, 4);
        assertThat(apply(norm, 5)).containsExactly(5);
        norm.refresh(); // mean 3, std 1
        assertThat(apply(norm, 5)).containsExactly(2);
        observe(norm, 100, 200);
        assertThat(apply(norm, 5)).containsExactly(2);
    }

    @Test
    void refresh_nothingObserved_leavesObservationsAsTheyAre() {
        RunningNorm norm = new RunningNorm(2);
        observe(norm);
        norm.refresh();
        assertThat(apply(norm, 5, -7)).containsExactly(5, -7);
    }

    @Test
    void applyInPlace_equalsApply() {
        RunningNorm norm = new RunningNorm(1);
        observe(norm, 1, 2, 4);
        norm.refresh();
        Tensor x = Tensors.of(new float[] {0.1f, 7}, 2, 1);
        float[] expected = Tensors.floats(norm.apply(x));
        assertThat(Tensors.floats(x)).containsExactly(0.1f, 7);
        norm.applyInPlace(x);
        assertThat(Tensors.floats(x)).containsExactly(expected);
    }

    @Test
    void load_ofASavedState_normalisesTheSameAndContinues() {
        RunningNorm norm = new RunningNorm(1);
        observe(norm, 1, 2, 4);
        norm.refresh();
        observe(norm, 100); // seen, not in force
        RunningNorm other = new RunningNorm(1);
        other.load(saved(norm));
        assertThat(apply(other, 3)).containsExactly(apply(norm, 3));
        observe(norm, -1, 0);
        observe(other, -1, 0);
        norm.refresh();
        other.refresh();
        assertThat(apply(other, 3)).containsExactly(apply(norm, 3));
        assertThat(saved(other).doubles("squares")).containsExactly(saved(norm).doubles("squares"));
    }

    private static void observe(RunningNorm norm, float... values) {
        long size = saved(norm).doubles("mean").length;
        try (HostTensor block = new HostTensor(values.length)) {
            block.write(0, values, 0, values.length);
            norm.observe(block.segment(), values.length / size);
        }
    }

    private static float[] apply(RunningNorm norm, float... values) {
        long size = saved(norm).doubles("mean").length;
        return Tensors.floats(norm.apply(Tensors.of(values, values.length / size, size)));
    }

    private static StateDict saved(RunningNorm norm) {
        StateDict state = new StateDict();
        norm.save(state);
        return state;
    }
}
