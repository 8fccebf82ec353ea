package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.envs.toy.Bandit;
import dev.advect.experiments.bandit.BanditMeasure;
import dev.advect.experiments.bandit.BanditMeasure.Look;
import dev.advect.experiments.bandit.BanditStudy;
import dev.advect.offpolicy.swfp.SwfpSettings;
import dev.advect.train.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The bandit's measures, and its experiments with tiny budgets. */
class BanditExperimentsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private JsonNode reproduce(String what, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("reproduce", what, "--out=" + folder, "--threads=2", "--json",
                "--set=loop.pretrainUpdates=20", "--set=loop.policyAfter=0", "--set=swfp.hidden=[8]",
                "--set=critic.hidden=[8]"));
        args.addAll(Arrays.asList(more));
        Shell.Result result = Shell.run(args.toArray(String[]::new));
        assertThat(result.err()).doesNotContain("error");
        assertThat(result.code()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void look_threeOfFourCentres_andOneAstray() {
        float[] actions = {0.4f, 0.4f, -0.4f, 0.4f, -0.4f, -0.4f, 1, -1};

        Look look = BanditMeasure.look(Bandit.original(), actions);

        assertThat(look.modes()).isEqualTo(3);
        assertThat(look.near()).isCloseTo(0.75, within(1e-12));
        // (1, −1) is √0.72 from the nearest centre: −0.72 / (2·0.15²) = −16
        assertThat(look.reward()).isCloseTo(-4, within(1e-3));
        assertThat(look.divergedFrom(new Look(-5, 4, 1))).isTrue();
        assertThat(new Look(-4, 4, 0.9).divergedFrom(new Look(-5, 4, 1))).isFalse();
        assertThat(new Look(-6, 4, 0.9).divergedFrom(new Look(-5, 4, 1))).isTrue();
    }

    @Test
    void w2_ofSwappedActions_isZero_andOfMovedOnesTheDistance() {
        float[] actions = {0, 0, 1, 0};

        assertThat(BanditMeasure.w2(actions, new float[] {1, 0, 0, 0})).isCloseTo(0, within(1e-9));
        assertThat(BanditMeasure.w2(actions, new float[] {0, 0.3f, 1, 0.3f})).isCloseTo(0.3, within(1e-6));
        assertThat(BanditMeasure.w2(actions, new float[] {0, Float.NaN, 1, 0})).isNaN();
    }

    /** The study has a τ of its own. */
    @Test
    void config_keyWithoutItsFirstPart_replacesTheStudysValue() {
        RunConfig config = BanditStudy.config(1000, 0, 1, Map.of("tau", "0.01"));

        assertThat(((SwfpSettings) config.algorithm()).swfp().tau()).isEqualTo(0.01);
    }

    @Test
    void jkoLimits_twoBlocksAndSizes_aRowEach_andASecondTimeNothingIsDone() throws IOException {
        String[] args = {"--blocks=1,2", "--taus=2e-3,2e-1", "--steps=1280", "--set=loop.batchSize=32"};

        JsonNode first = reproduce("jko-limits", args);

        assertThat(first.findValuesAsText("blocks")).containsExactly("1", "1", "2", "2");
        assertThat(first.findValuesAsText("tau")).containsExactly("0.002", "0.2", "0.002", "0.2");
        // the same start for both sizes of the step
        assertThat(first.at("/0/reward_before")).isEqualTo(first.at("/1/reward_before"));
        assertThat(first.at("/0/reward_after")).isNotEqualTo(first.at("/1/reward_after"));
        assertThat(folder.resolve("jko-limits.png")).isNotEmptyFile();
        String rows = Files.readString(folder.resolve("rows.jsonl"));

        assertThat(reproduce("jko-limits", args)).isEqualTo(first);
        assertThat(folder.resolve("rows.jsonl")).hasContent(rows);
    }

    @Test
    void regulariser_withoutOne_isDoneOnce() throws IOException {
        JsonNode rows = reproduce("regulariser", "--taus=2e-3,2e-1", "--blocks=2", "--steps=1280", "--set=batchSize=32");

        assertThat(rows.findValuesAsText("regularizer")).containsExactly("w2", "w2", "kl", "kl", "none");
        assertThat(folder.resolve("regulariser.png")).isNotEmptyFile();
    }

    @Test
    void shift_pointsOfEveryVariant_fromPreTrainingOn() throws IOException {
        JsonNode points = reproduce("shift", "--steps=1536", "--set=loop.batchSize=32", "--set=swfp.blocks=2", "--set=loop.policyHidden=[8]",
                "--set=dppo.flowSteps=4", "--set=dppo.trainedSteps=4");

        assertThat(points.findValuesAsText("variant")).contains("swfp", "swfp-reward-only", "dppo", "rlpd", "calql", "ibrl");
        assertThat(points.findValuesAsText("steps")).contains("0", "1024", "1536");
        for (JsonNode point : points) {
            int steps = point.get("steps").asInt();
            if (steps == 0 || steps == 1536) {
                assertThat(point.get("w2_moved").asDouble() == 0).isEqualTo(steps == 0);
            }
        }
        assertThat(folder.resolve("shift.png")).isNotEmptyFile();
        String rows = Files.readString(folder.resolve("rows.jsonl"));
        assertThat(rows.lines()).hasSize(points.size());
    }
}
