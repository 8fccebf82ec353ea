package dev.advect.app.bench;

import dev.advect.app.Shell;
import dev.advect.config.InvalidValueException;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.train.Algorithm;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScalingTest {
    private static final String SETTING = ScalingRow.setting("point-mass", "cpu", 2);
    private static final ScalingRow ROW =
            new ScalingRow(ScalingAxis.FLOW_STEPS, 4, SETTING, 90_000, 12_000, 6_000, 20.5, 160.25, 333.125);

    @TempDir
    Path folder;

    /** 1/12000 s of collecting and 1/6000 s of learning are 1/4000 s. */
    @Test
    void train_oneAfterTheOther() {
        assertThat(ROW.train()).isCloseTo(4000, within(1e-9));
    }

    @Test
    void line_andBack_isTheSame() {
        assertThat(ROW.line()).isEqualTo(
                "flowSteps,4,point-mass,cpu,2,90000.0,12000.0,6000.0,4000.0,20.500,160.250,333.125");
        assertThat(ScalingRow.parse(ROW.line())).contains(ROW);
        assertThat(ScalingRow.HEADER.split(",", -1)).hasSameSizeAs(ROW.line().split(",", -1));
        assertThat(ScalingRow.parse("flowSteps,4,point-mass,cpu,2,90000.0,120")).isEmpty();
        assertThat(ScalingRow.parse(ROW.line().replace("flowSteps", "colour"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "16, 16, 1", "64, 32, 2", "4096, 32, 128"})
    void envs_minibatchesKeepTheirSizeAsFarAsThereAreSoMany(int envs, int size, int minibatches) {
        FpoSettings cpu = (FpoSettings) Presets.of("cpu", Algorithm.FPO, "point-mass").algorithm();
        RunConfig point = ScalingAxis.ENVS.with(
                Presets.of("cpu", Algorithm.FPO, "point-mass"), cpu.loop(), envs);

        FpoSettings reduced = (FpoSettings) point.algorithm();
        assertThat(reduced.loop().envs()).isEqualTo(envs);
        assertThat(reduced.loop().unrollsPerMinibatch()).isEqualTo(size);
        assertThat(reduced.loop().minibatches()).isEqualTo(minibatches);
        assertThat(reduced.loop().epochs()).isEqualTo(1);
    }

    @Test
    void with_changesOnlyItsOwn() {
        RunConfig config = Presets.of("cpu", Algorithm.FPO, "point-mass");
        FpoSettings cpu = (FpoSettings) config.algorithm();

        FpoSettings wide = (FpoSettings) ScalingAxis.WIDTH.with(config, cpu.loop(), 64).algorithm();
        assertThat(wide.loop().policyHidden()).containsExactly(64, 64, 64, 64);
        assertThat(wide.fpo()).isEqualTo(cpu.fpo());
        FpoSettings sampled = (FpoSettings) ScalingAxis.SAMPLES.with(config, cpu.loop(), 3).algorithm();
        assertThat(sampled.fpo().samples()).isEqualTo(3);
        FpoSettings stepped = (FpoSettings) ScalingAxis.FLOW_STEPS.with(config, cpu.loop(), 7).algorithm();
        assertThat(stepped.fpo().flowSteps()).isEqualTo(7);
        assertThat(ScalingAxis.THREADS.with(config, cpu.loop(), 1).threads()).isEqualTo(1);
    }

    @Test
    void threads_powersOfTwoAndAll() {
        assertThat(ScalingAxis.THREADS.values(1)).containsExactly(1);
        assertThat(ScalingAxis.THREADS.values(6)).containsExactly(1, 2, 4, 6);
    }

    @Test
    void file_tornLine_isMeasuredAgain() throws IOException {
        Path csv = folder.resolve("scaling.csv");
        Files.writeString(csv, ScalingRow.HEADER + "\n" + ROW.line() + "\nflowSteps,8,point-m");

        ScalingFile file = new ScalingFile(csv, SETTING);
        assertThat(file.find(ScalingAxis.FLOW_STEPS, 4)).contains(ROW);
        assertThat(file.find(ScalingAxis.FLOW_STEPS, 8)).isEmpty();
        ScalingRow next = new ScalingRow(ScalingAxis.FLOW_STEPS, 8, SETTING, 1, 2, 3, 4, 5, 6);
        file.add(next);
        assertThat(Files.readAllLines(csv)).containsExactly(ScalingRow.HEADER, ROW.line(), next.line());
        assertThat(file.draw()).isEqualTo(folder.resolve("scaling.png")).exists();
    }

    @Test
    void file_ofSomethingElse_isRefused() throws IOException {
        Path csv = folder.resolve("scaling.csv");
        Files.writeString(csv, ScalingRow.HEADER + "\n" + ROW.line() + "\n");
        assertThatThrownBy(() -> new ScalingFile(csv, ScalingRow.setting("cheetah-run", "cpu", 2)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContainingAll("point-mass,cpu,2", "cheetah-run,cpu,2", "--out");
        Files.writeString(csv, "name,age\n");
        assertThatThrownBy(() -> new ScalingFile(csv, SETTING)).hasMessageContaining("holds something else");
        assertThatThrownBy(() -> new ScalingFile(folder.resolve("scaling.txt"), SETTING))
                .hasMessageContaining("must end with .csv");
    }

    @Test
    void benchScaling_again_measuresOnlyWhatIsMissing() throws IOException {
        Path csv = folder.resolve("s.csv");
        String[] command = {"bench", "scaling", "--env=bandit-2d", "--seconds=0.01", "--threads=1", "--axes=threads",
            "--out=" + csv};
        Shell.Result first = Shell.run(command);
        assertThat(first.err()).isEmpty();
        assertThat(first.code()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(2).first().isEqualTo(ScalingRow.HEADER);
        assertThat(lines.get(1)).startsWith("threads,1,bandit-2d,cpu,1,");
        ScalingRow row = ScalingRow.parse(lines.get(1)).orElseThrow();
        assertThat(row.simulate()).isGreaterThan(row.collect()); // acting takes time too
        assertThat(folder.resolve("s.png")).exists();

        assertThat(Shell.run(command).out()).isEqualTo(first.out());
        assertThat(Files.readAllLines(csv)).isEqualTo(lines);
    }

    @Test
    void benchScaling_unknownAxis_isNamed() {
        Shell.Result result = Shell.run("bench", "scaling", "--axes=flowsteps", "--out=" + folder.resolve("s.csv"));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("unknown 'flowsteps'; did you mean 'flowSteps'?");
    }
}
