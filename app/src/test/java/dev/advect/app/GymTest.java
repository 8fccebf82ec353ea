package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** An environment of Python from the command line. */
class GymTest {
    private static final String STUB = "gym:stub:Stub-v0";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "-c", "import numpy").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "python3 with numpy is needed");
    }

    @Test
    void train_resume_eval_inAnEnvironmentOfPython() {
        Path run = folder.resolve("run");
        Shell.Result begun = Shell.trainIn(STUB, run);
        assertThat(begun.code()).isZero();
        assertThat(begun.out()).startsWith("fpo on gym:stub:Stub-v0").contains("256 steps, kept in " + run, "evaluation");

        Shell.Result resumed = Shell.run("train", "--resume", run.toString(), "--steps=384");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err()).contains("warning: step 256: the state of gym:stub:Stub-v0 is not part of a checkpoint: its "
                + "environments begin new episodes");
        assertThat(resumed.out()).contains("384 steps, kept in " + run);

        Shell.Result evaluated = Shell.run(
                "eval", run.toString(), "--episodes=4", "--threads=2", "--checkpoint=latest");
        assertThat(evaluated.code()).isZero();
        assertThat(evaluated.out()).startsWith("gym:stub:Stub-v0, step 384, euler").contains("4 episodes");
    }

    @Test
    void train_pythonEnds_saysWhatItWroteAndHowToGoOn() {
        Path run = folder.resolve("run");

        Shell.Result result = Shell.trainIn("gym:stub:Crash-v0", run);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("""
                        error: environment gym:stub:Crash-v0: Python ended, with exit code 7
                        the last that Python wrote:
                          about to fall over
                        """)
                .contains("hint: the last checkpoint is intact; to go on from it: ");
    }

    @Test
    void train_moduleMissing_isOneLine_andNoFolderIsMade() {
        Path run = folder.resolve("run");

        Shell.Result result = Shell.trainIn("gym:stab:Stub-v0", run);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("error: environment gym:stab:Stub-v0: ").contains("finds no module 'stab'");
        assertThat(run).doesNotExist();
    }

    @Test
    void benchSim_stepsIt() throws IOException {
        Shell.Result result =
                Shell.run("bench", "sim", "--env=" + STUB, "--seconds=0.1", "--threads=1", "--json");

        assertThat(result.err()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("env_steps_per_s").asDouble()).isPositive();
        assertThat(json.get("env").asText()).isEqualTo(STUB);
    }
}
