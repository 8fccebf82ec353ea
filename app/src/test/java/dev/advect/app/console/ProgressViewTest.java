package dev.advect.app.console;

import dev.advect.train.Progress;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressViewTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    /** Steps stand still while demonstrations are cloned. */
    @Test
    void preTraining_hasAProgressOfItsOwn() {
        StringWriter text = new StringWriter();
        try (ProgressView view = new ProgressView(new PrintWriter(text), false)) {
            view.progress(new Progress(0.45, 0, 1000, 10, NONE, Double.NaN, Double.NaN, null));
            view.progress(new Progress(1, 250, 1000, 30, NONE, 50, 12, null));
        }
        assertThat(text.toString().lines()).containsExactly("  0 %  pre-training on demonstrations, 45 %",
                " 25 %  250 steps  50/s  return 12.0  15 s left");
    }
}
