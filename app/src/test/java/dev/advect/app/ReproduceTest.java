package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Experiments with tiny budgets. */
class ReproduceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Shell.Result reproduce(String what, String... more) {
        List<String> args = new ArrayList<>(List.of("reproduce", what, "--out=" + folder, "--threads=2", "--episodes=2",
                "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.minibatches=2", "--set=loop.epochs=1",
                "--set=policyHidden=[8]", "--set=valueHidden=[8]", "--set=evaluationEpisodes=2"));
        args.addAll(Arrays.asList(more));
        return Shell.run(args.toArray(String[]::new));
    }

    private static JsonNode json(Shell.Result result) throws IOException {
        assertThat(result.err()).doesNotContain("error", "warning");
        assertThat(result.code()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void suite_twoTasks_rowsTableAndCurves_andASecondTimeNothingIsDone() throws IOException {
        String[] args = {"--tasks=cartpole-balance,point-mass", "--steps=256", "--json"};

        JsonNode first = json(reproduce("suite", args));

        List<String> rows = Files.readAllLines(folder.resolve("rows.jsonl"));
        assertThat(rows).hasSize(2);
        assertThat(new ObjectMapper().readTree(rows.getFirst()).fieldNames()).toIterable().contains(
                "task", "algo", "seed", "steps", "minutes", "mean", "se", "best_mean", "random", "zero");
        assertThat(folder).isDirectoryContaining("glob:**/cartpole-balance.png")
                .isDirectoryContaining("glob:**/point-mass.png").isDirectoryContaining("glob:**/point-mass-fpo-0");
        assertThat(folder.resolve("report.md")).content().contains("| cartpole-balance |", "![point-mass](point-mass.png)");
        assertThat(first.at("/tasks/cartpole-balance/fpo/mean").asDouble()).isPositive();

        Shell.Result second = reproduce("suite", args);

        assertThat(second.err()).isEmpty();
        assertThat(json(second)).isEqualTo(first);
        assertThat(folder.resolve("rows.jsonl")).content().hasLineCount(2);
    }

    @Test
    void suite_biggerBudget_goesOnWhereItWas() throws IOException {
        json(reproduce("suite", "--tasks=point-mass", "--steps=256", "--json"));

        json(reproduce("suite", "--tasks=point-mass", "--steps=512", "--json"));

        List<String> metrics = Files.readAllLines(folder.resolve("point-mass-fpo-0/metrics.jsonl"));
        assertThat(metrics).hasSize(512 / 64);
        List<String> rows = Files.readAllLines(folder.resolve("rows.jsonl"));
        assertThat(new ObjectMapper().readTree(rows.getLast()).get("steps").asInt()).isEqualTo(512);
        assertThat(folder.resolve("report.md")).content().containsOnlyOnce("| point-mass | fpo |");
    }

    @Test
    void suite_otherSettings_sayHowToGoOn() throws IOException {
        json(reproduce("suite", "--tasks=point-mass", "--steps=256", "--json"));

        Shell.Result result = reproduce("suite", "--tasks=point-mass", "--steps=512", "--set=loop.discount=0.9");

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("was begun with another configuration: name another folder with --out");
    }

    @Test
    void suite_unknownTask_isRefusedBeforeAnythingIsTrained() {
        Shell.Result result = reproduce("suite", "--tasks=point-mass,reacher-esay");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("unknown environment 'reacher-esay'; did you mean 'reacher-easy'?");
        assertThat(folder.resolve("point-mass-fpo-0")).doesNotExist();
    }
}
