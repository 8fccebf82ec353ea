package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverfittingTest {
    private static Overfitting after(double... losses) {
        Overfitting overfitting = new Overfitting();
        for (int i = 0; i < losses.length; i++) {
            overfitting.note(losses[i], 500L * (i + 1));
        }
        return overfitting;
    }

    @Test
    void warnings_lossThatRisesByLessThanHalf_orNone_areNone() {
        assertThat(after(0.6, 0.5, 0.749).warnings()).isEmpty();
        assertThat(after().warnings()).isEmpty();
        assertThat(after(0.1, -0.2, 0.5).warnings()).isEmpty(); // there is no multiple of a negative loss
    }

    @Test
    void warnings_lossThatRisesByMore_saysSinceWhen_alsoAfterARestart() {
        StateDict state = new StateDict();
        after(0.6, 0.5, 0.7).save(state);
        Overfitting restored = new Overfitting();
        restored.load(state);
        restored.note(1.25, 2000);

        assertThat(restored.warnings()).containsExactly("pre-training has overfitted its demonstrations: the loss on held-out ones is 1.25, "
                + "and was 0.500 after 1000 updates; fewer (loop.pretrainUpdates) may make a better clone");
    }

    @Test
    void load_checkpointOfAnOlderVersion_isAsNew() {
        Overfitting overfitting = new Overfitting();
        overfitting.load(new StateDict());
        assertThat(overfitting.warnings()).isEmpty();
    }
}
