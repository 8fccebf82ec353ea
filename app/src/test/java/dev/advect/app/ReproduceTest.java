package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.app.reproduce.ReproduceAblationCommand;
import dev.advect.app.reproduce.ReproduceExplorationCommand;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.gridworld.GridworldNumbers;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Experiments with tiny budgets. */
class ReproduceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Shell.Result reproduce(String what, String... more) {
        return reproduce(2, what, more);
    }

    private Shell.Result reproduce(int episodes, String what, String... more) {
        List<String> args = new ArrayList<>(List.of("reproduce", what, "--out=" + folder, "--threads=2", "--episodes=" + episodes,
                "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.unrollsPerEnv=1", "--set=loop.minibatches=2", "--set=loop.epochs=1",
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
    void suite_rowOfAnOlderVersion_isEvaluatedInBothWays_withoutTraining() throws IOException {
        String[] args = {"--tasks=point-mass", "--steps=256", "--json"};
        JsonNode first = json(reproduce("suite", args));
        assertThat(first.at("/tasks/point-mass/fpo/drawn").asDouble()).isEqualTo(first.at("/mean/fpo").asDouble());
        assertThat(first.at("/mean_central/fpo").asDouble()).isEqualTo(first.at("/tasks/point-mass/fpo/central").asDouble())
                .isNotEqualTo(first.at("/mean_drawn/fpo").asDouble());
        Path rows = folder.resolve("rows.jsonl");
        ObjectNode row = (ObjectNode) new ObjectMapper().readTree(Files.readString(rows));
        row.remove("ways");
        Files.writeString(rows, row + "\n");
        List<String> metrics = Files.readAllLines(folder.resolve("point-mass-fpo-0/metrics.jsonl"));

        JsonNode again = json(reproduce("suite", args));

        assertThat(again).isEqualTo(first);
        assertThat(rows).content().hasLineCount(2);
        assertThat(folder.resolve("point-mass-fpo-0/metrics.jsonl")).content().hasLineCount(metrics.size());
        assertThat(folder.resolve("report.md")).content().contains("Deterministic actions");
    }

    @Test
    void suite_runOfAnotherProcess_isLeftToIt() throws IOException {
        String[] seeds = {"--tasks=point-mass", "--seeds=0,1", "--steps=256"};
        assertThat(reproduce("suite", seeds).code()).isZero();
        String[] more = {"--tasks=point-mass", "--seeds=0,1", "--steps=512"};

        try (FileChannel held = FileChannel.open(folder.resolve("point-mass-fpo-0/.lock"), StandardOpenOption.WRITE);
                FileLock _ = held.lock()) {
            Shell.Result beside = reproduce("suite", more);
            assertThat(beside.code()).isEqualTo(1);
            assertThat(beside.err()).contains("point-mass-fpo-0 is in use by another process", "error: a run is left to another process",
                    "hint: the same command, once that has ended, makes the tables of all");
            assertThat(folder.resolve("rows.jsonl")).content().hasLineCount(3);
        }
        assertThat(reproduce("suite", more).code()).isZero();
        assertThat(folder.resolve("rows.jsonl")).content().hasLineCount(4);
    }

    @Test
    void fpoTable_statisticsBesideTheReport_andFromRowsAlone() throws IOException {
        json(reproduce("fpo-table", "--tasks=point-mass", "--algos=fpo,ppo", "--seeds=0,1", "--steps=256", "--json"));

        assertThat(folder.resolve("statistics.md")).content().contains("| ppo | 2 |", "(tasks-seconds.png)");
        JsonNode row = new ObjectMapper().readTree(Files.readAllLines(folder.resolve("rows.jsonl")).getFirst());
        assertThat(row.at("/training/steps_per_second").asDouble()).isPositive();
        assertThat(row.at("/training/curve/0/step").asInt()).isEqualTo(256);
        Path other = folder.resolve("other");
        JsonNode report = json(Shell.run("reproduce", "fpo-table", "--report", "--rows=" + folder.resolve("rows.jsonl"),
                "--seeds=0,1,2", "--out=" + other, "--json"));
        assertThat(report.get("missing")).hasSize(2);
        assertThat(report.get("missing").get(0).asText()).isEqualTo("fpo: point-mass 2");
        assertThat(report.at("/own/fpo/iqm")).hasSize(3);
        assertThat(other).isDirectoryContaining("glob:**/profile.png").isDirectoryContaining("glob:**/iqm-steps.png");
    }

    @Test
    void fpoTable_reportWithoutRows_saysSo() {
        Shell.Result none = Shell.run("reproduce", "fpo-table", "--report", "--out=" + folder);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).startsWith("error: there are no rows yet: ");
        assertThat(Shell.run("reproduce", "fpo-table", "--rows=x").err()).startsWith("error: --rows needs --report");
    }

    @Test
    void scratch_valuesOfOneAlgorithm_areNotForTheOther() throws IOException {
        JsonNode result = json(reproduce("scratch", "--tasks=point-mass", "--steps=128", "--set=swfp.hidden=[8]",
                "--set=critic.hidden=[8]", "--set=loop.batchSize=16", "--set=loop.warmUp=64",
                "--set=tauFinal=0.25", "--json"));

        assertThat(result.at("/tasks/point-mass").fieldNames()).toIterable().containsExactly("swfp", "fpo");
        // its own steps are large, as there is nothing to keep, but --set has the last word
        assertThat(folder.resolve("point-mass-swfp-0/config.yaml")).content().contains("tau: 0.5", "tauFinal: 0.25");
        assertThat(folder.resolve("rows.jsonl")).content().hasLineCount(2);
    }

    @Test
    void shiftTask_startsFromTheDemonstrations() throws IOException {
        Path file = folder.resolve("demo.safetensors");
        assertThat(Shell.run("collect", "--env=point-mass", "--episodes=1", "--out=" + file).code()).isZero();

        json(reproduce("shift-task", "--demonstrations=" + file, "--pretrain=10", "--tasks=point-mass", "--steps=128",
                "--set=swfp.hidden=[8]", "--set=critic.hidden=[8]", "--set=loop.batchSize=16", "--json"));

        for (String run : List.of("point-mass-swfp-0", "point-mass-dppo-0")) {
            assertThat(firstMetrics(run)).contains("pretrain/loss");
        }
    }

    @Test
    void fineTune_allButRlpd_startFromTheDemonstrations() throws IOException {
        Path file = folder.resolve("demo.safetensors");
        assertThat(Shell.run("collect", "--env=point-mass", "--episodes=1", "--out=" + file).code()).isZero();

        json(reproduce("fine-tune", "--demonstrations=" + file, "--pretrain=10", "--tasks=point-mass",
                "--algos=rlpd,calql,dppo", "--steps=64", "--set=critic.hidden=[8]", "--set=loop.batchSize=16", "--json"));

        assertThat(firstMetrics("point-mass-calql-0")).contains("\"step\":0,");
        assertThat(firstMetrics("point-mass-dppo-0")).contains("pretrain/loss");
        assertThat(firstMetrics("point-mass-rlpd-0")).contains("\"step\":64,");
    }

    @Test
    void swfpTable_chunksFromEachTasksOwnDemonstrations() throws IOException {
        Path data = folder.resolve("data");
        JsonNode recorded = json(Shell.run("reproduce", "arm-data", "--tasks=lift-until-success", "--episodes=2", "--noise=0.1",
                "--out=" + data, "--json")).get("lift-until-success");
        assertThat(recorded.get("successes").asInt()).isEqualTo(2);

        JsonNode result = json(reproduce("swfp-table", "--demonstrations=" + data, "--pretrain=10", "--tasks=lift-until-success",
                "--steps=64", "--set=loop.batchSize=16", "--set=loop.unroll=8", "--set=loop.warmUp=32", "--set=critic.hidden=[8]", "--json"));

        assertThat(result.get("tasks").get("lift-until-success").fieldNames()).toIterable()
                .containsExactly("swfp", "ibrl", "rlpd", "calql", "dppo");
        for (String algo : List.of("swfp", "ibrl", "rlpd", "calql")) {
            assertThat(folder.resolve("lift-until-success-" + algo + "-0").resolve("config.yaml")).content()
                    .contains("chunk: 4").contains("updatesPerStep: 0.5").contains("members: 4").contains("observationBound: 5.0")
                    // returns of one decision, of three, of two
                    .contains("horizon: " + switch (algo) {
                        case "swfp" -> 8;
                        case "ibrl" -> 12;
                        default -> 4;
                    })
                    // SWFP's blocks have a fifth; RLPD has no such phase
                    .contains("pretrainUpdates: " + switch (algo) {
                        case "swfp" -> 2;
                        case "rlpd" -> 0;
                        default -> 10;
                    });
        }
        assertThat(json(Shell.run("reproduce", "arm-data", "--tasks=lift-until-success", "--out=" + data, "--json"))
                .get("lift-until-success").get("recorded").asBoolean()).isFalse();
    }

    /** The first task's run was begun with other settings. */
    @Test
    void swfpTable_aRunThatFails_keepsNoOtherTaskFromBeingTrained() throws IOException {
        Path data = folder.resolve("data");
        json(Shell.run("reproduce", "arm-data", "--tasks=lift-until-success,can-until-success", "--episodes=1", "--out=" + data, "--json"));
        json(reproduce("swfp-table", "--demonstrations=" + data, "--pretrain=10", "--algos=dppo", "--tasks=lift-until-success",
                "--steps=64", "--json"));

        Shell.Result result = reproduce("swfp-table", "--demonstrations=" + data, "--pretrain=10", "--algos=dppo",
                "--tasks=lift-until-success,can-until-success", "--steps=64", "--set=loop.discount=0.9");

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("lift-until-success-dppo-0 was begun with another configuration", "a run failed");
        assertThat(folder.resolve("rows.jsonl")).content().contains("can-until-success");
    }

    @Test
    void swfpTable_withoutDemonstrations_saysHowToGetThem() {
        Shell.Result result = reproduce("swfp-table", "--demonstrations=" + folder, "--tasks=square-until-success");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("square-until-success.hdf5 is missing; advect reproduce arm-data");
    }

    @Test
    void swfpBlocks_eulerStepsThatTheBlocksCannotShare_areRefused() {
        Shell.Result result = reproduce("swfp-blocks", "--blocks=1,5", "--euler-steps=7");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--euler-steps=7 is not possible, it must be a multiple of every number of blocks");
    }

    @Test
    void swfpBlocks_equalInEachBlockAndInTotal() throws IOException {
        Path data = folder.resolve("data");
        json(Shell.run("reproduce", "arm-data", "--tasks=lift-until-success", "--episodes=2", "--out=" + data, "--json"));

        JsonNode result = json(Shell.run("reproduce", "swfp-blocks", "--demonstrations=" + data, "--pretrain=4",
                "--tasks=lift-until-success", "--blocks=1,5", "--euler-steps=10", "--width=8", "--steps=128", "--threads=2", "--episodes=2",
                "--out=" + folder, "--set=loop.batchSize=16", "--set=loop.unroll=8", "--set=loop.warmUp=32",
                "--set=loop.policyAfter=0", "--set=swfp.period=2", "--set=critic.hidden=[8]", "--set=evaluationEpisodes=2",
                "--json"));

        for (String run : List.of("n1-0", "n5-0")) {
            assertThat(folder.resolve("lift-until-success-" + run).resolve("config.yaml")).content().contains("pretrainUpdates: 1")
                    .contains("innerSteps: " + (run.equals("n1-0") ? 10 : 2));
        }
        JsonNode blocks = result.get("blocks");
        assertThat(blocks.fieldNames()).toIterable().containsExactly(
                "lift-until-success-n1-0", "lift-until-success-n5-0", "lift-until-success-n1-total-0");
        // observation 19, particle 4·7, time 8: (55 + 1)·8 + 9·8 + 9·28 in each block
        assertThat(blocks.get("lift-until-success-n5-0").get("parameters").asInt()).isEqualTo(5 * (448 + 72 + 252));
        assertThat(blocks.get("lift-until-success-n1-0").get("path_ratio").asDouble()).isEqualTo(1, within(1e-5));
        assertThat(blocks.get("lift-until-success-n1-total-0").get("w2").asDouble()).isPositive();
    }

    /** The clone has a value of loop.policyAfter of its own, and so a command of its own where the others' is set. */
    @Test
    void shiftOfCan_everyVariantFromTheUnmovedTasksDemonstrations_andASecondTimeNothingIsDone() throws IOException {
        Path data = folder.resolve("data");
        json(Shell.run("reproduce", "arm-data", "--tasks=can-until-success", "--episodes=2", "--noise=0.1", "--out=" + data, "--json"));
        List<String> args = List.of("--env=can", "--demonstrations=" + data, "--pretrain=4", "--steps=128", "--set=loop.batchSize=16",
                "--set=loop.warmUp=32", "--set=swfp.period=2", "--set=critic.hidden=[8]", "--set=swfp.hidden=[8]",
                "--set=swfp.blocks=2", "--json");

        String[] trained = with(args, "--variants=swfp-w2,swfp-kl,swfp-none,dppo", "--set=loop.policyAfter=0");
        Shell.Result cloned = Shell.run(with(List.of("reproduce", "shift", "--variants=clone", "--out=" + folder, "--threads=2",
                "--episodes=2", "--set=loop.envs=8", "--set=loop.unroll=8", "--set=evaluationEpisodes=2"), args.toArray(String[]::new)));
        assertThat(cloned.code()).isZero();
        JsonNode clone = new ObjectMapper().readTree(cloned.out()).get("shift").get("can-shifted-until-success-clone-0");
        Shell.Result first = reproduce("shift", trained);
        assertThat(first.code()).isZero();
        JsonNode shift = new ObjectMapper().readTree(first.out()).get("shift");

        String task = "can-shifted-until-success-";
        assertThat(shift.fieldNames()).toIterable().containsExactly(
                task + "swfp-w2-0", task + "swfp-kl-0", task + "swfp-none-0", task + "dppo-0");
        assertThat(folder.resolve(task + "swfp-kl-0").resolve("config.yaml")).content()
                .contains("regularizer: kl", "demonstrationShare: 0.0", "chunk: 4", "can-until-success.hdf5");
        assertThat(clone.get("modes").isNull()).isTrue();
        assertThat(shift.get(task + "swfp-w2-0").get("modes").get("first").asDouble()).isPositive();
        assertThat(shift.get(task + "swfp-w2-0").get("places").get("start").asDouble()).isEqualTo(1); // never grasped
        assertThat(clone.get("staleness").isNull()).isTrue();
        assertThat(shift.findValues("alarms").stream().anyMatch(alarms -> alarms.has("instability")))
                .isEqualTo(first.err().contains("instability: a proximal step"));
        assertThat(folder.resolve("shift.md")).content().contains("| can-shifted-until-success-dppo-0 | 1");
        assertThat(Files.readAllLines(folder.resolve("shift.jsonl"))).hasSize(5);

        assertThat(reproduce("shift", trained).err()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("shift.jsonl"))).hasSize(5);
    }

    @Test
    void shiftOfTheBandit_optionsOfTheArm_areRefused() {
        Shell.Result result = Shell.run("reproduce", "shift", "--pretrain=3", "--out=" + folder);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--pretrain is for --env=can");
        assertThat(Shell.run("reproduce", "shift", "--env=cam").err()).contains("did you mean 'can'?");
    }

    @Test
    void fineTune_valuesThatOptionsDecide_areNotForSet() {
        Shell.Result result = reproduce("fine-tune", "--demonstrations=" + folder, "--set=pretrainUpdates=7");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'loop.pretrainUpdates' is not for --set: see --pretrain");
    }

    private String firstMetrics(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl")).getFirst();
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

        for (String steps : List.of("512", "256")) { // to go on with, and finished
            Shell.Result result = reproduce("suite", "--tasks=point-mass", "--steps=" + steps, "--set=loop.discount=0.9");

            assertThat(result.code()).isNotZero();
            assertThat(result.err()).contains("was begun with another configuration: name another folder with --out");
        }
    }

    @Test
    void suite_moreEpisodes_areEvaluatedAgain() throws IOException {
        json(reproduce(2, "suite", "--tasks=point-mass", "--steps=256", "--json"));
        json(reproduce(3, "suite", "--tasks=point-mass", "--steps=256", "--json"));

        assertThat(Files.readAllLines(folder.resolve("rows.jsonl"))).satisfiesExactly(
                row -> assertThat(row).contains("\"episodes\":2"), row -> assertThat(row).contains("\"episodes\":3"));
    }

    @Test
    void suite_unknownTask_isRefusedBeforeAnythingIsTrained() {
        Shell.Result result = reproduce("suite", "--tasks=point-mass,reacher-esay");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("unknown environment 'reacher-esay'; did you mean 'reacher-easy'?");
        assertThat(folder.resolve("point-mass-fpo-0")).doesNotExist();
    }

    @Test
    void table_twoAlgorithmsAndSeeds_meanOverBoth() throws IOException {
        JsonNode table = json(reproduce("fpo-table", "--tasks=point-mass", "--algos=fpo,ppo", "--seeds=0,1", "--steps=128",
                "--json"));

        assertThat(table.at("/tasks/point-mass/fpo/seeds").asInt()).isEqualTo(2);
        assertThat(table.get("mean").fieldNames()).toIterable().containsExactly("fpo", "ppo");
        double sum = 0;
        for (String line : Files.readAllLines(folder.resolve("rows.jsonl"))) {
            JsonNode row = new ObjectMapper().readTree(line);
            sum += row.get("algo").asText().equals("ppo") ? row.get("mean").asDouble() : 0;
        }
        assertThat(table.at("/mean/ppo").asDouble()).isEqualTo(sum / 2, within(1e-9));
    }

    @Test
    void ablation_triesWhatThePresetHasNot() {
        assertThat(ReproduceAblationCommand.variants("cpu")).extracting(Variant::name).containsExactly("fpo", "samples-1",
                "samples-4", "samples-16", "supervision-epsilon", "reduction-sqrt", "clip-0.05", "clip-0.1",
                "noiseCorrelation-0", "matching-0", "reflow-0", "spreadFloor-0");
        assertThat(ReproduceAblationCommand.variants("paper")).extracting(Variant::name).containsExactly("fpo", "samples-1",
                "samples-4", "samples-16", "supervision-velocity", "reduction-sqrt", "clip-0.1", "clip-0.2");
    }

    @Test
    void exploration_someVariants_haveTheirNoise() throws IOException {
        assertThat(ReproduceExplorationCommand.variants()).extracting(Variant::name)
                .contains("fpo-white", "fpo-correlation-0.5", "fpo-color-1", "ppo-deviation-shared", "dppo-sigma-0.2")
                .doesNotHaveDuplicates();
        JsonNode table = json(reproduce("exploration", "--tasks=point-mass", "--variants=ppo-color-0.5,fpo-correlation-0.3",
                "--steps=128", "--json"));
        assertThat(table.get("mean").fieldNames()).toIterable().containsExactly("ppo-color-0.5", "fpo-correlation-0.3");
        assertThat(folder.resolve("point-mass-ppo-color-0.5-0").resolve("config.yaml")).content().contains("noiseColor: 0.5");
        assertThat(folder.resolve("point-mass-fpo-correlation-0.3-0").resolve("config.yaml")).content()
                .contains("noiseCorrelation: 0.3");
        assertThat(reproduce("exploration", "--variants=fpo-correlation-0.4").err())
                .contains("unknown variant 'fpo-correlation-0.4'; did you mean 'fpo-correlation-0.3'?");
    }

    @Test
    void samplers_ofOneRun_atEqualCost() throws IOException {
        Path run = folder.resolve("run");
        assertThat(Shell.train(run).code()).isZero();
        String[] args = {"reproduce", "samplers", "--run=" + run, "--evaluations=1,4", "--episodes=2", "--threads=1", "--json"};

        JsonNode points = json(Shell.run(args));

        assertThat(points.findValuesAsText("sampler"))
                .containsExactly("euler", "euler", "heun", "midpoint", "rk4", "sde", "sde");
        assertThat(points.findValuesAsText("steps")).containsExactly("1", "4", "2", "2", "1", "1", "4");
        assertThat(run.resolve("samplers.png")).isNotEmptyFile();

        Shell.Result again = Shell.run(args);

        assertThat(again.err()).isEmpty();
        assertThat(json(again)).isEqualTo(points);
    }

    @Test
    void samplers_ofTwoRuns_inOnePicture() throws IOException {
        for (String name : List.of("a", "b")) {
            assertThat(Shell.train(folder.resolve(name), "--seed=1").code()).isZero();
        }
        Path out = folder.resolve("out");

        JsonNode points = json(Shell.run("reproduce", "samplers", "--run=" + folder.resolve("a") + "," + folder.resolve("b"),
                "--samplers=euler", "--evaluations=1,2", "--episodes=2", "--threads=1", "--out=" + out, "--json"));

        assertThat(points.findValuesAsText("run")).containsExactly("a", "a", "b", "b");
        assertThat(points.findValuesAsText("sampler")).containsOnly("euler");
        assertThat(Files.readAllLines(out.resolve("samplers.jsonl"))).hasSize(4);
        assertThat(out.resolve("samplers.png")).isNotEmptyFile();
    }

    @Test
    void samplers_ofAGaussianPolicy_areRefused() {
        Path run = folder.resolve("run");
        assertThat(Shell.train(run, "--algo=ppo").code()).isZero();

        Shell.Result result = Shell.run("reproduce", "samplers", "--run=" + run);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("holds no flow policy");
    }

    @Test
    void critic_ofAFineTunedFlow_valuesDirectionAndWaysToAct() throws IOException {
        Path run = folder.resolve("run");
        assertThat(Shell.run("train", "--algo=swfp", "--env=bandit-2d", "--run-dir=" + run, "--steps=256", "--threads=1",
                "--set=loop.warmUp=64", "--set=batchSize=16", "--set=evaluationEpisodes=2", "--set=loop.policyAfter=0",
                "--set=critic.hidden=[8]", "--set=swfp.hidden=[8]", "--set=swfp.blocks=2").code()).isZero();

        JsonNode found = json(Shell.run("reproduce", "critic", "--run=" + run, "--checkpoint=latest", "--episodes=20", "--json"));

        assertThat(found.get("step").asInt()).isEqualTo(256);
        assertThat(found.get("decisions").asInt()).isEqualTo(20); // an episode of the bandit is one decision
        assertThat(found.get("bins")).hasSize(10);
        assertThat(found.get("cosine").asDouble()).isBetween(-1.0, 1.0);
        assertThat(found.get("ways").findValuesAsText("way")).hasSize(10).contains("as drawn", "best of 16 by the critic",
                "moved by 0.3 at random");
        assertThat(Shell.run("reproduce", "critic", "--run=" + run, "--checkpoint=latest", "--episodes=20").out())
                .contains("correlation of values and returns", "mean of 16");
    }

    @Test
    void critic_ofAnOnPolicyRun_isRefused() {
        Path run = folder.resolve("run");
        assertThat(Shell.train(run).code()).isZero();

        Shell.Result result = Shell.run("reproduce", "critic", "--run=" + run);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("fpo has no critic of actions; swfp, rlpd, calql, ibrl, fql and qc have one");
    }

    @Test
    void gridworld_numbersAndPictures() throws IOException {
        JsonNode result = json(reproduceGridworld("--set=valueHidden=[16]", "--json"));

        // the experiment has a value of the same key by its full path
        RunConfig config = ConfigYaml.read(folder.resolve("gridworld-fpo-0/config.yaml"));
        assertThat(config).isEqualTo(ConfigYaml.with(config, Map.of("loop.valueHidden", "[16]", "loop.discount", "0.95")));

        for (String algo : List.of("fpo", "ppo")) {
            JsonNode numbers = result.get(algo);
            assertThat(numbers.get("goal_share")).hasSize(2);
            assertThat(numbers.get("goal_share").get(0).asDouble() + numbers.get("goal_share").get(1).asDouble())
                    .isBetween(0.0, 1.0);
            assertThat(numbers.get("two_mode_mass").asDouble()).isBetween(0.0, 1.0);
        }
        for (String picture : List.of("actions", "denoising", "trajectories")) {
            assertThat(folder.resolve("gridworld-" + picture + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void ridge_numbersAndPicture() throws IOException {
        JsonNode result = json(Shell.run("reproduce", "ridge", "--algos=fpo,ppo", "--seeds=3", "--out=" + folder, "--threads=1",
                "--steps=256", "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.unrollsPerEnv=1", "--set=loop.minibatches=2",
                "--set=loop.epochs=1", "--set=policyHidden=[8]", "--set=evaluationEpisodes=2", "--episodes=2", "--json"));

        assertThat(result.fieldNames()).toIterable()
                .containsExactly("fpo, seed 3", "ppo, seed 3", "best Gaussian, by search", "whole steps, either way");
        for (JsonNode numbers : result) {
            assertThat(numbers.get("found").asDouble() + numbers.get("slipped").asDouble()).isBetween(0.0, 1.0);
        }
        assertThat(result.get("whole steps, either way").get("found").asDouble()).isGreaterThan(0.9);
        assertThat(folder.resolve("actions.png")).isNotEmptyFile();
    }

    @Test
    void ridge_hasNoOtherTasks() {
        Shell.Result result = Shell.run("reproduce", "ridge", "--tasks=cheetah-run", "--out=" + folder);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--tasks is not possible here");
    }

    private Shell.Result reproduceGridworld(String... more) {
        List<String> args = new ArrayList<>(List.of("reproduce", "gridworld", "--out=" + folder, "--threads=1",
                "--steps=256", "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.unrollsPerEnv=1", "--set=loop.minibatches=2",
                "--set=loop.epochs=1", "--set=policyHidden=[8]", "--set=evaluationEpisodes=2"));
        args.addAll(Arrays.asList(more));
        return Shell.run(args.toArray(String[]::new));
    }

    @Test
    void twoModeMass_isTwiceTheSmallerShare() {
        // three up, one down, one neither, of five
        assertThat(GridworldNumbers.twoModeMass(new double[] {0.6, 0.9, 1, -0.7, 0.5})).isEqualTo(0.4);
        assertThat(GridworldNumbers.twoModeMass(new double[] {1, -1})).isEqualTo(1);
        assertThat(GridworldNumbers.twoModeMass(new double[] {1, 1, 0})).isZero();
    }

    /** Two goals, two algorithms, with the baselines; the same command again with more steps continues the runs. */
    @Test
    void humanoid_rowsTableAndInteraction_andMoreStepsContinue() throws IOException {
        String[] args = {"--goals=all,root", "--clips=stand", "--json", "--steps=64"};

        JsonNode rows = json(reproduce("humanoid", args));

        assertThat(rows.findValuesAsText("algo")).containsOnly("still", "open-loop", "ppo", "fpo");
        assertThat(rows).hasSize(2 * (1 + 1 + 2 * 2));
        assertThat(rows.get(0).get("strict_success").asDouble()).isEqualTo(1);
        assertThat(folder.resolve("tracking.md")).content().contains("| root | fpo | 1 | 0.00 M |", "| fpo | root | success, percentage");
        assertThat(folder.resolve("tracking.md")).content()
                .containsPattern("\\| all \\| fpo \\| 0 \\| 0\\.0\\d+ \\| \\d+\\.\\d+ \\| 14\\.5 \\|")
                .doesNotContainPattern("\\| ppo \\| 0 \\|.*\\| 14\\.5 \\|");

        args[3] = "--steps=192";
        JsonNode more = json(reproduce("humanoid", args));

        assertThat(more.findValues("steps").stream().mapToLong(JsonNode::asLong)).containsOnly(0L, 192L);
        assertThat(Files.readAllLines(folder.resolve("tracking.jsonl"))).hasSize(4 + 2 * 8);
    }

    /** A pair of motions that the pelvis does not tell apart, with all three algorithms; other motions need another folder. */
    @Test
    void humanoid_modes_andOtherMotionsAreRefused() throws IOException {
        String[] args = {"--goals=root", "--clips=stand,twist", "--algos=ppo,fpo,fpo++", "--json", "--steps=64"};

        JsonNode rows = json(reproduce("humanoid", args));

        assertThat(rows.findValuesAsText("algo")).containsOnly("still", "open-loop", "ppo", "fpo", "fpo++");
        assertThat(rows.findValues("motions")).hasSize(rows.size()).allMatch(motions -> motions.asInt() == 2);
        assertThat(rows.get(0).at("/modes/told").asDouble()).isEqualTo(1);
        assertThat(rows.get(1).at("/modes/told").asDouble()).isZero();
        assertThat(folder.resolve("tracking.md")).content().contains("## Which motion", "| root | fpo++ | stochastic | 2 |",
                "| root | ppo | deterministic | 1 |");

        args[1] = "--clips=stand,wave-left";
        Shell.Result refused = reproduce("humanoid", args);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: ").contains("was begun with other motions").contains("--evaluate-only");
        List<String> more = new ArrayList<>(List.of(args));
        more.add("--evaluate-only");
        assertThat(json(reproduce("humanoid", more.toArray(String[]::new))).findValuesAsText("clip")).containsOnly("stand", "wave-left");
    }

    /** Two parts of a file are two motions, in rows and in the report; the same motion twice is refused, even without training. */
    @Test
    void humanoid_partsOfAFileAreTold_andDuplicatesRefused() throws IOException {
        String file = Path.of("../envs/src/main/resources/dev/advect/envs/humanoid/cmu-01-03-walk.bvh").toString();
        String clips = "--clips=" + file + ":0-1.2," + file + ":1.2-2.4";

        JsonNode rows = json(reproduce("humanoid", "--goals=root", clips, "--evaluate-only", "--json"));

        assertThat(rows.findValuesAsText("clip")).containsExactly("cmu-01-03-walk:0-1.2", "cmu-01-03-walk:1.2-2.4", "cmu-01-03-walk:0-1.2",
                "cmu-01-03-walk:1.2-2.4");
        Shell.Result refused = reproduce("humanoid", "--goals=root", "--clips=stand,static", "--evaluate-only");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: two motions are called 'stand'");
    }

    /** The recorded walk and its mirror image. */
    @Test
    void humanoid_walkAndItsMirrorImage() throws IOException {
        JsonNode rows = json(reproduce("humanoid", "--goals=all,root", "--clips=cmu-walk", "--mirror", "--json", "--steps=64"));

        assertThat(rows.findValuesAsText("clip")).containsOnly("cmu-walk", "cmu-walk-mirrored");
        assertThat(rows.findValuesAsText("goal")).containsOnly("all", "root");
        assertThat(rows).hasSize(2 * 2 * (2 + 2 * 2));
        assertThat(rows.get(2).get("algo").asText()).isEqualTo("open-loop");
        assertThat(rows.get(2).get("strict_success").asDouble()).isZero();
        // a mirrored world is as hard
        assertThat(rows.get(3).get("strict_alive").asDouble()).isCloseTo(rows.get(2).get("strict_alive").asDouble(), within(0.1));
    }

    /** All trials of one algorithm, a second time without training; the best is what --tuned trains. */
    @Test
    void humanoid_tuning_listsWhatWasTried_andTunedTakesTheBest() throws IOException {
        Path trials = folder.resolve("trials");
        List<String> args = new ArrayList<>(List.of("reproduce", "humanoid", "--threads=1", "--episodes=2", "--algos=ppo", "--steps=64",
                "--clips=reach", "--goals=all", "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.unrollsPerEnv=1",
                "--set=loop.minibatches=2", "--set=policyHidden=[8]", "--set=valueHidden=[8]", "--set=evaluationEpisodes=2"));
        Shell.Result early = Shell.run(with(args, "--tuned=" + trials, "--out=" + folder.resolve("e")));
        assertThat(early.code()).isEqualTo(2);
        assertThat(early.err()).contains("does not hold all trials of ppo");

        Shell.Result done = Shell.run(with(args, "--tuning", "--out=" + trials));

        assertThat(done.code()).isZero();
        String report = Files.readString(trials.resolve("tuning.md"));
        assertThat(done.out()).startsWith(report);
        assertThat(report).contains("| ppo | loop.epochs=8 | 0.00 M |", "Best of ppo: ").doesNotContain("not yet");
        assertThat(Shell.run(with(args, "--tuning", "--out=" + trials)).err()).isEmpty();
        assertThat(Shell.run(with(args, "--tuning", "--set=epochs=3")).err()).contains("--set=epochs is not possible with --tuning, which sets loop.epochs itself");

        assertThat(Shell.run(with(args, "--tuned=" + trials, "--out=" + folder.resolve("e"))).code()).isZero();
        String best = report.substring(report.indexOf("Best of ppo: ") + 13, report.lastIndexOf('.')).split("[=,]", -1)[0];
        assertThat(List.of("nothing", "loop.learningRate", "ppo.fixedDeviation", "loop.epochs", "loop.gaeLambda")).contains(best);
    }

    private static String[] with(List<String> args, String... more) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** A motion from a file, and the report on it. */
    @Test
    void dataClip_reportsOnAFile() throws IOException {
        String file = Path.of("../envs/src/main/resources/dev/advect/envs/humanoid/cmu-01-03-walk.bvh").toString();

        Shell.Result result = Shell.run("data", "clip", file + ":0.5-2", "--json");

        JsonNode report = json(result);
        assertThat(report.get("frames").asInt()).isEqualTo(45);
        assertThat(report.at("/fits/1/residual").asDouble()).isLessThan(1e-6);
        assertThat(Shell.run("data", "clip", "cmu-walk").out()).contains("cmu-walk, 83 frames at 30");
        assertThat(Shell.run("data", "clip", "squat").out()).contains("squat, 301 frames at 60", "misses orientations by 0.000 rad");
    }
}
