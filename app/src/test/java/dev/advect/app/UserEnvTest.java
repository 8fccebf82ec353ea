package dev.advect.app;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.runtime.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/** An environment in a class of one's own, from the command line. */
class UserEnvTest {
    private static final String NAME = "java:dev.advect.app.UserEnvTest$Target";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The reward is −(a − 0.5)². */
    public static final class Target implements Env {
        @Override
        public EnvSpec spec() {
            return EnvSpec.of("target", 1, 1, 5);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            observation[0] = 0;
        }

        @Override
        public void step(float[] action, Step out) {
            out.reward = -(action[0] - 0.5) * (action[0] - 0.5);
        }
    }

    @Test
    void train_resume_eval_export() throws IOException {
        Path run = folder.resolve("run");
        Shell.Result begun = Shell.trainIn(NAME, run);
        assertThat(begun.code()).isZero();
        assertThat(begun.out()).startsWith("fpo on " + NAME);

        Shell.Result resumed = Shell.run("train", "--resume", run.toString(), "--steps=384");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err()).contains("the state of target is not part of a checkpoint");

        assertThat(Shell.run("eval", run.toString(), "--episodes=4", "--checkpoint=latest").code()).isZero();

        Path file = folder.resolve("target.policy");
        assertThat(Shell.run("export", run.toString(), "--out=" + file).code()).isZero();
        assertThat(Policy.load(file).actionSize()).isEqualTo(1);
    }

    @Test
    void list_describesIt() {
        assertThat(Shell.run("list", "envs", NAME).out()).contains("an environment of one's own");
    }

    @Test
    void train_classMissing_isOneLine_andNoFolderIsMade() {
        Path run = folder.resolve("run");

        Shell.Result result = Shell.trainIn("java:Pukc", run);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: there is no class Pukc in ").contains("; ADVECT_CLASSPATH names the folders");
        assertThat(run).doesNotExist();
    }
}
