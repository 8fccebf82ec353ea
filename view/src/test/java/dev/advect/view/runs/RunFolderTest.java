package dev.advect.view.runs;

import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

class RunFolderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    /** A run of 1000 steps that has done 400, 100 in 2 s, and was last written 10 s ago. */
    private Path write(String name, Map<String, String> values) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, "cheetah-run"), values);
        Files.writeString(run.resolve("config.yaml"), ConfigYaml.write(config));
        Files.writeString(run.resolve("metrics.jsonl"), """
                {"step":100,"episode/return":1.0,"time/seconds":2.0}
                {"step":200,"episode/return":"NaN","time/seconds":4.0}
                {"step":400,"episode/return":3.0,"time/seconds":8.0}
                """);
        Files.writeString(run.resolve("eval.jsonl"), """
                {"step":100,"mean":10.0,"ci95":1.0,"episodes":8}
                {"step":400,"mean":30.0,"ci95":2.0,"episodes":8}
                """);
        for (String file : List.of("metrics.jsonl", "eval.jsonl")) {
            Files.setLastModifiedTime(run.resolve(file), FileTime.from(NOW.minusSeconds(10)));
        }
        return run;
    }

    private Run only() throws IOException {
        List<Run> runs = new RunFolder(folder).runs();
        assertThat(runs).hasSize(1);
        return runs.getFirst();
    }

    @Test
    void summary_duringTraining_knowsProgressAndTimeLeft() throws IOException {
        write("a", Map.of("steps", "1000"));

        Map<String, Object> summary = only().summary(NOW);

        assertThat(summary).contains(entry("state", "training"), entry("step", 400L), entry("fraction", 0.4),
                entry("evaluation", 30.0), entry("ci95", 2.0), entry("return", 3.0), entry("watchable", false),
                entry("written", NOW.minusSeconds(10).toEpochMilli()));
        // 300 steps in 6 s; 600 steps are left
        assertThat((Double) summary.get("speed")).isCloseTo(50, within(1e-9));
        assertThat((Double) summary.get("left")).isCloseTo(12, within(1e-9));
    }

    @Test
    void summary_timeLimitComesFirst_timeLeftIsThatOfTheLimit() throws IOException {
        write("a", Map.of("steps", "1000", "minutes", "0.25"));

        Map<String, Object> summary = only().summary(NOW);

        // 8 s of 15 s
        assertThat((Double) summary.get("left")).isCloseTo(7, within(1e-9));
        assertThat((Double) summary.get("fraction")).isCloseTo(8.0 / 15, within(1e-9));
    }

    @Test
    void state_silentOrSpent_isStoppedOrFinished() throws IOException {
        write("a", Map.of("steps", "1000"));
        assertThat(only().state(NOW.plusSeconds(600))).isEqualTo(RunState.STOPPED);

        write("a", Map.of("steps", "400"));
        assertThat(only().state(NOW)).isEqualTo(RunState.FINISHED);
    }

    @Test
    void summary_damagedConfiguration_saysWhatIsWrong() throws IOException {
        Path run = write("a", Map.of());
        Files.writeString(run.resolve("config.yaml"), "env: [unfinished\n");

        Map<String, Object> summary = only().summary(NOW);

        assertThat(summary).containsEntry("state", "damaged");
        assertThat((String) summary.get("fault")).contains("config.yaml").doesNotContain("\n");
    }

    @Test
    void runs_comeAndGo() throws IOException {
        RunFolder runs = new RunFolder(folder.resolve("later"));
        assertThat(runs.runs()).isEmpty();

        write("run-10", Map.of());
        write("run-2", Map.of());
        write("deep/er/run-1", Map.of());
        assertThat(new RunFolder(folder).runs()).extracting(Run::name).containsExactly("deep/er/run-1", "run-2", "run-10");
        assertThat(new RunFolder(folder).find("run-2")).isPresent();
        assertThat(new RunFolder(folder).find("../" + folder.getFileName() + "/run-2")).isEmpty();
    }

    @Test
    void runs_behindSymbolicLinks_areFound() throws IOException {
        write("data/a", Map.of());
        Path data = folder.resolve("data");
        Path elsewhere = write("elsewhere/b", Map.of());
        Path root = Files.createSymbolicLink(folder.resolve("runs"), data);
        Files.createSymbolicLink(data.resolve("b"), elsewhere);
        Files.createSymbolicLink(data.resolve("circle"), data);
        Files.createSymbolicLink(data.resolve("broken"), folder.resolve("nowhere"));

        RunFolder runs = new RunFolder(root);

        assertThat(runs.runs()).extracting(Run::name).containsExactly("a", "b");
        assertThat(runs.find("b").orElseThrow().summary(NOW)).containsEntry("fault", "");
    }

    @Test
    void runs_besideAFolderThatMayNotBeRead_areFound() throws IOException {
        write("a", Map.of());
        write("z", Map.of());
        Path closed = Files.createDirectory(folder.resolve("lost+found"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------")); // no obstacle for root
        try {
            assertThat(new RunFolder(folder).runs()).extracting(Run::name).containsExactly("a", "z");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void summary_seeds_areOfOneGroup() throws IOException {
        write("a", Map.of("seed", "1"));
        write("b", Map.of("seed", "2"));
        write("c", Map.of("seed", "2", "loop.discount", "0.9"));

        List<Object> groups = new RunFolder(folder).runs().stream().map(run -> run.summary(NOW).get("group")).toList();

        assertThat(groups.get(0)).isEqualTo(groups.get(1)).isNotEqualTo(groups.get(2));
    }

    @Test
    void curves_ofMetricsAndEvaluations() throws IOException {
        write("a", Map.of());
        Run run = only();

        assertThat(Curves.keys(List.of(run))).containsExactly(
                "evaluation/ci95", "evaluation/mean", "episode/return", "time/seconds");
        assertThat(Curves.of(run, "episode/return")).containsExactly(
                entry("x", List.of(100.0, 400.0)), entry("y", List.of(1.0, 3.0)));
        assertThat(Curves.of(run, "evaluation/mean")).containsExactly(
                entry("x", List.of(100.0, 400.0)), entry("y", List.of(10.0, 30.0)), entry("margin", List.of(1.0, 2.0)));
        assertThat(Curves.of(run, "nothing")).containsEntry("x", List.of());
    }

    @Test
    void alarms_collapse_isFoundInTheEvaluations() throws IOException {
        Path run = write("a", Map.of("health.cliff", "0.5", "health.cliffEvaluations", "2"));
        Files.writeString(run.resolve("eval.jsonl"), """
                {"step":100,"mean":0.0,"ci95":1.0}
                {"step":200,"mean":100.0,"ci95":1.0}
                {"step":300,"mean":20.0,"ci95":1.0}
                {"step":400,"mean":10.0,"ci95":1.0}
                """);

        assertThat(only().alarms()).singleElement()
                .satisfies(alarm -> assertThat(alarm.what()).isEqualTo("the return collapsed: 10.00 at step 400, after 100.0"));
    }

    @Test
    void alarms_ofARunThatReturnedToItsBest_areThoseThatItRecorded_eachOnce() throws IOException {
        Path run = write("a", Map.of("health.cliff", "0.5", "health.cliffEvaluations", "2", "health.returnToBest", "true"));
        Files.writeString(run.resolve("eval.jsonl"), """
                {"step":100,"mean":0.0,"ci95":1.0}
                {"step":200,"mean":100.0,"ci95":1.0}
                {"step":300,"mean":20.0,"ci95":1.0}
                {"step":400,"mean":10.0,"ci95":1.0}
                {"step":500,"mean":20.0,"ci95":1.0}
                {"step":600,"mean":10.0,"ci95":1.0}
                """);
        assertThat(only().alarms()).extracting(Alarm::what).containsExactly(
                "the return collapsed: 10.00 at step 400, after 100.0", "the return collapsed: 10.00 at step 600, after 100.0");

        Files.writeString(run.resolve("warnings.jsonl"), """
                {"step":350,"alarm":true,"message":"the first number that is not finite: the loss"}
                {"step":400,"alarm":true,"message":"the return fell from 100.0 to 10.0; back to the best checkpoint"}
                {"step":600,"alarm":true,"message":"the return fell from 100.0 to 10.0; back to the best checkpoint"}
                """);
        Files.createFile(Files.createDirectory(run.resolve("debug")).resolve("minibatch.safetensors"));

        assertThat(only().alarms()).extracting(Alarm::what).containsExactly("an update computed a number that is not finite",
                "the return fell from 100.0 to 10.0; back to the best checkpoint",
                "the return fell from 100.0 to 10.0; back to the best checkpoint");
    }

    @Test
    void alarms_theLastWarningOfEachKind() throws IOException {
        Path run = write("a", Map.of());
        Files.writeString(run.resolve("warnings.jsonl"), """
                {"step":0,"alarm":false,"message":"pre-training has overfitted its demonstrations: the loss rose"}
                {"step":1200,"alarm":false,"message":"instability: a step gained 1"}
                {"step":1300,"alarm":false,"message":"instability: a step gained 2"}
                {"step":1400,"alarm":true,"message":"the return fell from 3.0 to 1.0"}
                """);

        assertThat(only().alarms()).containsExactly(
                new Alarm("the return fell from 3.0 to 1.0", "The run's alarm at step 1,400."),
                new Alarm("pre-training has overfitted its demonstrations: the loss rose", "The run's warning at step 0."),
                new Alarm("instability: a step gained 2", "The run's warning at step 1,300, after 1 before it since step 1,200."));
    }
}
