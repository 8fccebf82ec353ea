package dev.advect.app.reproduce;

import dev.advect.app.console.Interruption;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener.Follower;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class GridViewTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void begins_warningsAndAlarmsOfARun_areShown(int parallel) {
        StringWriter text = new StringWriter();
        PrintWriter err = new PrintWriter(text);
        Cell cell = new Cell("can", new Variant("swfp", Algorithm.SWFP, Map.of()), 0);
        try (Interruption interruption = new Interruption(err);
                GridView view = new GridView(err, interruption, parallel);
                Follower run = view.begins(cell, 1, 2)) {
            run.warned("step 10: instability");
            run.alarmed("step 20: the return fell");
        }
        assertThat(text.toString()).contains("step 10: instability", "step 20: the return fell");
    }
}
