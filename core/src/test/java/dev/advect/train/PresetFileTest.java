package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.onpolicy.fpo.FpoSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files of values over a preset. */
class PresetFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), yaml);
    }

    private static FpoSettings fpo(RunConfig config) {
        return (FpoSettings) config.algorithm();
    }

    @Test
    void over_replacesWhatItHas_andTheTasksValuesCountMore() throws IOException {
        PresetFile file = PresetFile.read(file("""
                algo: fpo
                steps: 1000
                loop:
                  epochs: 3
                  discount: 0.9
                tasks:
                  walker-run:
                    loop:
                      discount: 0.8
                """));

        RunConfig walker = file.over(Presets.of("cpu", Algorithm.FPO, "walker-run"));
        RunConfig cheetah = file.over(Presets.of("cpu", Algorithm.FPO, "cheetah-run"));

        assertThat(file.algo()).contains(Algorithm.FPO);
        assertThat(file.env()).isEmpty();
        assertThat(walker.steps()).isEqualTo(1000);
        assertThat(fpo(walker).loop().epochs()).isEqualTo(3);
        assertThat(fpo(walker).loop().discount()).isEqualTo(0.8);
        assertThat(fpo(cheetah).loop().discount()).isEqualTo(0.9);
        assertThat(fpo(cheetah).loop().unroll()).isEqualTo(30);
    }

    @Test
    void over_aTaskWithAStar_isEveryEnvironmentThatFits_andLaterOnesOverride() throws IOException {
        PresetFile file = PresetFile.read(file("""
                tasks:
                  "*-run":
                    loop:
                      discount: 0.8
                      epochs: 3
                  walker-run:
                    loop:
                      epochs: 2
                """));

        assertThat(fpo(file.over(Presets.of("cpu", Algorithm.FPO, "cheetah-run"))).loop().discount()).isEqualTo(0.8);
        assertThat(fpo(file.over(Presets.of("cpu", Algorithm.FPO, "cheetah-run"))).loop().epochs()).isEqualTo(3);
        assertThat(fpo(file.over(Presets.of("cpu", Algorithm.FPO, "walker-run"))).loop().discount()).isEqualTo(0.8);
        assertThat(fpo(file.over(Presets.of("cpu", Algorithm.FPO, "walker-run"))).loop().epochs()).isEqualTo(2);
        RunConfig other = Presets.of("cpu", Algorithm.FPO, "walker-runs"); // the whole name has to fit
        assertThat(file.over(other)).isEqualTo(other);
    }

    @Test
    void over_aRunsOwnConfiguration_isThatConfiguration() throws IOException {
        RunConfig config = ConfigYaml.with(Presets.of("paper", Algorithm.DPPO, "fish-swim"), java.util.Map.of("clip", "0.07"));
        PresetFile file = PresetFile.read(file(ConfigYaml.write(config) + "physics: MuJoCo 2.2.2\n"));

        assertThat(file.over(Presets.of(file.preset().orElseThrow(), Algorithm.DPPO, "fish-swim"))).isEqualTo(config);
    }

    /** A run from before the matching term, which today's preset has. */
    @Test
    void over_anOlderRunsConfiguration_hasTheValuesThatTheRunHad() throws IOException {
        RunConfig today = Presets.of("cpu", Algorithm.FPO, "fish-swim");
        String older = ConfigYaml.write(today).lines().filter(line -> !line.strip().startsWith("matching:"))
                .collect(Collectors.joining("\n"));

        assertThat(PresetFile.read(file(older)).over(today)).isEqualTo(ConfigYaml.with(today, java.util.Map.of("fpo.matching", "0")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "loop: {epoch: 3}|unknown key 'loop.epoch'; did you mean 'epochs'?",
        "loops: {epochs: 3}|unknown key 'loops'; did you mean 'loop'?",
        "swfp: {blocks: 3}|swfp: algo fpo has no such section, swfp has",
        "loop: 3|loop: '3' is not a section",
        "loop: {epochs: many}|loop.epochs: 'many' is not a whole number",
    })
    void over_whatIsNotPossible_isNamed(String yaml, String why) throws IOException {
        PresetFile file = PresetFile.read(file(yaml));

        assertThatThrownBy(() -> file.over(Presets.of("cpu", Algorithm.FPO, "cheetah-run")))
                .isInstanceOf(InvalidValueException.class).hasMessage(folder.resolve("mine.yaml") + ": " + why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tasks: 3|: tasks: a section for each environment is needed",
        "tasks: {walker-run: 3}|: tasks.walker-run: a section is needed",
        "tasks: {walker-run: {algo: ppo}}|: tasks.walker-run: 'algo' cannot be a task's",
        "''|' is empty or no configuration'",
        "[1]|' is empty or no configuration'",
    })
    void read_whatIsNoPresetFile_isRefused(String yaml, String why) {
        assertThatThrownBy(() -> PresetFile.read(file(yaml)))
                .isInstanceOf(InvalidValueException.class).hasMessage(folder.resolve("mine.yaml") + why);
    }

    @Test
    void algo_thatThereIsNot_isRefused() throws IOException {
        PresetFile file = PresetFile.read(file("algo: fop"));

        assertThatThrownBy(file::algo).isInstanceOf(InvalidValueException.class).hasMessageContaining("mine.yaml: algo");
    }

    @ParameterizedTest
    @EnumSource
    void resources_haveASentenceForEveryValue(Algorithm algorithm) {
        for (String preset : Presets.names()) {
            assertThat(Presets.text(preset, algorithm).lines()
                    .filter(line -> line.matches("\\s*\\w+: \\S.*"))).isNotEmpty().allMatch(line -> line.contains(" # "));
        }
    }
}
