package dev.advect.train;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.TinyEnv;
import dev.advect.io.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PhysicsTest {
    @TempDir
    private Path parent;

    private final TrainListener silent = new TrainListener() {};
    private final RunConfig config = TinyRun.config(Algorithm.PPO, 1, 2, 2, 1000);

    @Test
    void run_ofAnEnvironmentWithPhysics_recordsThem() throws IOException {
        RunDirectory directory = trained(() -> withPhysics("MuJoCo 3.14.0"));
        assertThat(directory.checkpoints().load("latest").checkpoint().extras()).containsEntry("physics", "MuJoCo 3.14.0");
        Path file = directory.folder().resolve("config.yaml");
        assertThat(file).hasContent(ConfigYaml.write(config) + "physics: MuJoCo 3.14.0\n");
        assertThat(directory.config()).isEqualTo(config);
        directory.updateConfig(config); // as resuming with another budget does
        assertThat(file).hasContent(ConfigYaml.write(config) + "physics: MuJoCo 3.14.0\n");
    }

    @Test
    void run_ofAnEnvironmentWithoutPhysics_recordsNothing() throws IOException {
        RunDirectory directory = trained(TinyEnv::new);
        assertThat(directory.folder().resolve("config.yaml")).hasContent(ConfigYaml.write(config));
        assertThat(directory.checkpoints().load("latest").checkpoint().extras()).doesNotContainKey("physics");
    }

    @Test
    void resume_onAnotherVersion_isRefused_andChangesNothing() throws IOException {
        RunDirectory directory = trained(() -> withPhysics("MuJoCo 2.2.2"));
        assertThatThrownBy(() -> Trainer.resume(config, () -> withPhysics("MuJoCo 3.14.0"), directory, silent).close())
                .isInstanceOf(RunException.class)
                .hasMessage("checkpoint step-000000000160 was made with MuJoCo 2.2.2, this is MuJoCo 3.14.0: a run goes "
                        + "on with its own version only; get it by advect mujoco --get=2.2.2 and set ADVECT_MUJOCO=2.2.2");
        assertThat(Files.readString(directory.folder().resolve("config.yaml"))).endsWith("physics: MuJoCo 2.2.2\n");
        Trainer.resume(config, () -> withPhysics("MuJoCo 2.2.2"), directory, silent).close();
    }

    @Test
    void policy_onAnotherVersion_comesWithAWarning() throws IOException {
        RunDirectory directory = trained(() -> withPhysics("MuJoCo 2.2.2"));
        assertThat(warning(directory, "MuJoCo 2.2.2")).isEmpty();
        assertThat(warning(directory, "MuJoCo 3.14.0")).contains("the policy was trained with MuJoCo 2.2.2, this is "
                + "MuJoCo 3.14.0: returns may differ; get it by advect mujoco --get=2.2.2 and set ADVECT_MUJOCO=2.2.2");
    }

    /** Runs of MuJoCo from before versions were recorded had 2.2.2; of others nothing is known. */
    @Test
    void warning_ofACheckpointWithoutRecord_takesMujocoToHaveBeen222() {
        Checkpoint old = new Checkpoint(1, "step-000000000001.safetensors", 1, "0".repeat(64), 1, Map.of());
        assertThat(new Physics("MuJoCo 2.2.2").warning(old)).isEmpty();
        assertThat(new Physics("MuJoCo 3.14.0").warning(old)).hasValueSatisfying(
                warning -> assertThat(warning).startsWith("the policy was trained with MuJoCo 2.2.2, "));
        assertThat(new Physics("Bullet 3").warning(old)).isEmpty();
        assertThat(new Physics("").warning(old)).isEmpty();
    }

    private Optional<String> warning(RunDirectory directory, String physics) throws IOException {
        TrainedPolicy trained = TrainedPolicy.load(directory, "latest", () -> withPhysics(physics), 1);
        trained.policy().close();
        return trained.warning();
    }

    private RunDirectory trained(EnvFactory factory) throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, factory, directory, silent)) {
            trainer.run();
        }
        return directory;
    }

    private static Env withPhysics(String engine) {
        Env env = TinyEnv.notSavable();
        return new Env() {
            @Override
            public EnvSpec spec() {
                return env.spec();
            }

            @Override
            public String physics() {
                return engine;
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                env.reset(random, observation);
            }

            @Override
            public void step(float[] action, Step out) {
                env.step(action, out);
            }
        };
    }
}
