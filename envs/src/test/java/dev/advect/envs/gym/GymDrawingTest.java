package dev.advect.envs.gym;

import dev.advect.config.InvalidValueException;
import dev.advect.env.BatchEnv;
import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.Env;
import dev.advect.env.Picture;
import dev.advect.env.Step;
import dev.advect.random.Rng;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The frames of environments in Python. */
class GymDrawingTest {

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.assume();
    }

    private static Drawing drawn(Env env, int steps) {
        env.reset(new Rng(0, 0), new float[env.spec().observationSize()]);
        for (int t = 0; t < steps; t++) {
            env.step(new float[env.spec().actionSize()], new Step(env.spec().observationSize()));
        }
        return ((DrawableEnv) env).draw();
    }

    @Test
    void draw_isTheFrameOfTheState() {
        try (Env env = Python.stub("Drawn", 1).create()) {
            Drawing drawing = drawn(env, 3);

            assertThat(drawing.right()).isEqualTo(3);
            assertThat(drawing.top()).isEqualTo(2);
            Picture picture = drawing.picture().orElseThrow();
            assertThat(picture.columns()).isEqualTo(3);
            assertThat(picture.pixels()).containsExactly(0x30000, 0x30000, 0x102ff, 0x30000, 0x30000, 0x30000);
            assertThat(env.spec().controlSeconds()).isEqualTo(0.1);
        }
    }

    /** Python begins no episode before it is told to: the end of one can be seen, and the next one follows its seed. */
    @Test
    void draw_atTheEnd_isTheLastState_andTheNextEpisodeFollowsItsSeed() {
        try (Env env = Python.stub("Drawn", 1).create()) {
            float[] first = new float[3];
            env.reset(new Rng(0, 0), first);
            Step step = new Step(3);
            int steps = 0;
            while (!step.terminated) {
                env.step(new float[] {1, 0}, step);
                steps++;
            }

            assertThat(((DrawableEnv) env).draw().picture().orElseThrow().pixels()[0]).isEqualTo(steps << 16);
            float[] next = new float[3];
            env.reset(new Rng(0, 0), next);
            assertThat(next).containsExactly(first);
        }
    }

    /** 1300 rows are three times more than 640; a square holds columns 254, 0, 254 (or 0, 254, 0), on average 169 (or 84). */
    @Test
    void draw_large_isMadeSmaller() {
        try (Env env = Python.stub("Large", 1).create()) {
            Picture picture = drawn(env, 0).picture().orElseThrow();

            assertThat(picture.columns()).isEqualTo(233);
            assertThat(picture.rows()).isEqualTo(433);
            assertThat(Arrays.copyOf(picture.pixels(), 3)).containsExactly(0x545454, 0xa9a9a9, 0x545454);
        }
    }

    @Test
    void draw_notPossible_saysWhyAndTheEpisodeGoesOn() {
        refuses("Undrawn", "gym:stub:Undrawn-v0 draws no picture: ImportError: pygame is not installed (stub.py, line");
        refuses("Odd", "gym:stub:Odd-v0 draws no picture: render returns array([[0, 0, 0, 0]");
        refuses("Stub", "gym:stub:Stub-v0 draws no picture: it has no render mode 'rgb_array'");
    }

    private static void refuses(String id, String why) {
        try (Env env = Python.stub(id, 1).create()) {
            assertThatThrownBy(() -> drawn(env, 1)).isInstanceOf(InvalidValueException.class).hasMessageStartingWith(why);
            Step step = new Step(3);
            env.step(new float[2], step);
            assertThat(step.observation[1]).isEqualTo(2); // its number of steps
        }
    }

    /** Training asks for no frames, and its copies are not even made for them. */
    @Test
    void batch_isNotMadeForFrames() {
        try (BatchEnv batch = Python.stub("Drawn", 1).createBatch(1)) {
            batch.reset(0, new Rng(0, 0), new float[3]);
            assertThatThrownBy(() -> ((GymBatch) batch).draw(0)).hasMessageContaining("render mode");
        }
    }

    /** Gymnasium's own Pendulum, where the interpreter has it and what it draws with. */
    @Test
    void draw_pendulum_isNotUniform() throws Exception {
        String python = Optional.ofNullable(System.getenv(GymSettings.INTERPRETER)).orElse("python3");
        Process check = new ProcessBuilder(python, "-c", "import gymnasium, pygame; gymnasium.make('Pendulum-v1')")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assumeTrue(check.waitFor() == 0, "skipped: " + python + " has no gymnasium with pygame; "
                + GymSettings.INTERPRETER + " names another");
        GymSettings settings = new GymSettings(python, Duration.ofSeconds(60), 1, Map.of());
        try (Env env = new GymFactory(new GymName("gymnasium", "Pendulum-v1"), settings).create()) {
            Picture before = drawn(env, 0).picture().orElseThrow();
            Picture after = drawn(env, 10).picture().orElseThrow();

            assertThat(before.columns()).isEqualTo(500);
            assertThat(before.rows()).isEqualTo(500);
            assertThat(Arrays.stream(before.pixels()).distinct().count()).isGreaterThan(10);
            assertThat(after.pixels()).isNotEqualTo(before.pixels());
            assertThat(env.spec().controlSeconds()).isEqualTo(1 / 30.0);
        }
    }
}
