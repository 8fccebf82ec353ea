package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.nn.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was opened is closed where something cannot be made; what stands for a process here is an environment. */
class FailedConstructionTest {
    @TempDir
    Path parent;

    private int made;
    private int closed;
    /** The environment that cannot be made, counted from 1; 0 for none. */
    private int failsAt;
    private boolean failsAtReset;

    private final EnvFactory factory = () -> {
        if (++made == failsAt) {
            made--;
            throw new EnvException("cannot be made");
        }
        return new Env() {
            @Override
            public EnvSpec spec() {
                return TinyEnv.SPEC;
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                if (failsAtReset) {
                    throw new EnvException("cannot be reset");
                }
            }

            @Override
            public void step(float[] action, Step out) {}

            @Override
            public void close() {
                closed++;
            }
        };
    };

    @Test
    void vectorEnv_oneCannotBeMade_theOthersAreClosed() {
        failsAt = 5;
        assertThatThrownBy(() -> new VectorEnv(factory, 8, 0, NonFinite.ERROR)).isInstanceOf(EnvException.class);
        assertThat(made).isEqualTo(4);
        assertThat(closed).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"FPO", "FPO_PLUS_PLUS", "PPO", "SWFP", "RLPD"})
    void learner_firstResetFails_environmentsAreClosed(Algorithm algorithm) {
        failsAtReset = true;
        RunConfig config = TinyRun.config(algorithm, 1, 1, 1, 1000);
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> LearnerFactory.learner(config, factory, workers)).isInstanceOf(EnvException.class);
        }
        assertThat(made).isGreaterThan(4);
        assertThat(closed).isEqualTo(made);
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"FPO", "SWFP", "RLPD"})
    void learner_demonstrationsDoNotFit_noEnvironmentsAreStarted(Algorithm algorithm) throws IOException {
        Path file = parent.resolve("demonstrations.safetensors");
        DemonstrationFile.write(file, new Demonstrations(3, 1, new float[3], new float[1], new float[1], new float[3],
                new boolean[1], new boolean[1], new int[1]));
        RunConfig config = ConfigYaml.with(TinyRun.config(algorithm, 1, 1, 1, 1000),
                Map.of("demonstrations", file.toString(), "pretrainUpdates", "5"));
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> LearnerFactory.learner(config, factory, workers)).isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("the demonstrations' observations and actions have 3 and 1 components");
        }
        assertThat(made).isEqualTo(1); // asked for its shapes
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void learner_aMistakeOfTheProgram_isNotTakenForOneOfTheConfiguration() {
        EnvFactory broken = new EnvFactory() {
            @Override
            public Env create() {
                return factory.create();
            }

            @Override
            public BatchEnv createBatch(int count) {
                throw new IllegalArgumentException("a bug");
            }
        };
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> LearnerFactory.learner(TinyRun.config(Algorithm.PPO, 1, 1, 1, 1000), broken, workers))
                    .isExactlyInstanceOf(IllegalArgumentException.class).hasMessage("a bug");
        }
    }
}
