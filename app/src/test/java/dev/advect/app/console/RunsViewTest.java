package dev.advect.app.console;

import dev.advect.train.TrainListener;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;

class RunsViewTest {
    @Test
    void warnings_oneInAMinute_butAllAlarms() {
        StringWriter text = new StringWriter();
        try (RunsView view = new RunsView(new PrintWriter(text), false)) {
            TrainListener run = view.add("can-swfp-0");
            TrainListener other = view.add("can-swfp-1");
            run.warned("step 10: instability");
            run.warned("step 20: instability");
            run.alarmed("step 30: the return fell");
            run.alarmed("step 40: the return fell again");
            other.warned("step 10: stale particles");
        }
        assertThat(text.toString().lines()).containsExactly("warning: can-swfp-0: step 10: instability",
                "warning: can-swfp-0: step 30: the return fell", "warning: can-swfp-0: step 40: the return fell again",
                "warning: can-swfp-1: step 10: stale particles");
    }
}
