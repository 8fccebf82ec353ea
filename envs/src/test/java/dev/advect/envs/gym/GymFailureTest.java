package dev.advect.envs.gym;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvException;
import dev.advect.env.Step;
import dev.advect.random.Rng;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is said when Python cannot do what it should. */
class GymFailureTest {

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.assume();
    }

    /** Steps a batch of two processes until it fails. */
    private static AbstractThrowableAssert<?, ?> failing(String id, GymSettings settings) {
        GymName name = new GymName("stub", id + "-v0");
        GymFactory factory = new GymFactory(name, Python.settings(1, 60));
        try (BatchEnv batch = new GymBatch(settings, name, factory.spec(), 3, false)) {
            int size = batch.spec().observationSize();
            Step[] out = {new Step(size), new Step(size), new Step(size)};
            for (int i = 0; i < 3; i++) {
                batch.reset(i, new Rng(0, i), new float[size]);
            }
            return assertThatThrownBy(() -> {
                for (int t = 0; t < 10; t++) {
                    batch.step(0, 3, new float[3][2], out);
                }
            }).isInstanceOf(EnvException.class).hasMessageStartingWith("environment " + name + ": ");
        }
    }

    @Test
    void step_processDies_saysHowAndWhatItWrote() {
        failing("Crash", Python.settings(2, 60)).hasMessageContaining("Python ended, with exit code 7\n")
                .hasMessageEndingWith("the last that Python wrote:\n  about to fall over");
        assertThat(children()).isEmpty();
    }

    @Test
    void step_exception_saysWhatAndWhere() {
        failing("Mistake", Python.settings(2, 60))
                .hasMessageContaining(": ZeroDivisionError: division by zero (stub.py, line ")
                .hasMessageContaining("Traceback (most recent call last)");
        assertThat(children()).isEmpty();
    }

    @Test
    void step_hangs_isEndedAndSaysWhereItWas() {
        failing("Hang", Python.settings(2, 5))
                .hasMessageContaining("Python has not answered for 5 s and was ended; ADVECT_PYTHON_TIMEOUT=SECONDS")
                .hasMessageContaining("stub.py\", line ").hasMessageContaining(" in step");
        assertThat(children()).isEmpty();
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Misshapen | an observation has shape (2,), which is 2 numbers; its space has 3
            Discrete  | its actions are Discrete(4); they must be a Box
            Symbolic  | its observations are Discrete(16); they must be a Box or a Dict of Boxes
            Lingering | an observation has shape (2,), which is 2 numbers; its space has 3
            Wordy     | an observation is array(['left', 'right', 'left'], dtype='<U5'); it must be of numbers
            Partial   | an observation 'a' is missing
            Nothing   | its observation has the shape (0,), which holds no number
            PartlyNothing | its observation 'b' has the shape (3, 0), which holds no number
            Namesakes | its observations are Dict({1: Box(-1.0, 1.0, (2,), float32), '1': Box(-1.0, 1.0, (2,), float32)}); their parts need names that differ
            Unbounded | its actions are Box(-inf, inf, (2,), float32); they need bounds that [-1, 1] can be carried to
            """)
    void environment_thatDoesNotFit_isRefusedInOneLine(String id, String why) {
        assertThatThrownBy(() -> {
            try (BatchEnv batch = Python.stub(id, 1).createBatch(1)) {
                batch.reset(0, new Rng(0, 0), new float[3]);
            }
        }).isInstanceOf(EnvException.class).hasMessage("environment gym:stub:" + id + "-v0: " + why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NoReward    | a reward is None; it must be one number
            ManyRewards | a reward is array([1., 2.]); it must be one number
            ManyEnds    | terminated is array([ True, False]); it must be true or false
            """)
    void step_returnsSomethingElse_namesIt(String id, String why) {
        failing(id, Python.settings(1, 60)).hasMessage("environment gym:stub:" + id + "-v0: " + why);
    }

    @Test
    void step_rewardInAnArrayOfOne_isTaken() {
        GymFactory factory = Python.stub("OneInAnArray", 1);
        try (BatchEnv batch = factory.createBatch(1)) {
            batch.reset(0, new Rng(0, 0), new float[3]);
            Step[] out = {new Step(3)};
            batch.step(0, 1, new float[1][2], out);
            assertThat(out[0].reward).isEqualTo(0.25);
        }
    }

    @Test
    void step_ofTheTimeBeforeGymnasium_isRefused() {
        failing("Old", Python.settings(1, 60)).hasMessageEndingWith("step returns 4 values, not the 5 of Gymnasium 1.0");
    }

    @Test
    void make_unknownId_saysWhatGymnasiumSays() {
        assertThatThrownBy(() -> Python.stub("Stab", 1)).isInstanceOf(EnvException.class)
                .hasMessageStartingWith("environment gym:stub:Stab-v0: Environment `Stab-v0` doesn't exist. There are ")
                .hasMessageContaining("Stub-v0");
    }

    @Test
    void module_missing_isOneLine() {
        assertThatThrownBy(() -> new GymFactory(new GymName("stab", "Stub-v0"), Python.settings(1, 60)))
                .hasMessageMatching("environment gym:stab:Stub-v0: .*python3.* finds no module 'stab': install it, or put "
                        + "its folder on PYTHONPATH");
        assertThatThrownBy(() -> new GymFactory(new GymName("needy", "Stub-v0"), Python.settings(1, 60)))
                .hasMessageContaining("ModuleNotFoundError: No module named 'a_package_that_nobody_has' (needy.py, line 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gymnasium", "numpy"})
    void package_missing_saysHowToInstallIt(String name, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(name + ".py"), "raise ModuleNotFoundError(name='" + name + "')");
        GymSettings settings = new GymSettings("python3", Python.settings(1, 60).timeout(), 1,
                Map.of("PYTHONPATH", folder + ":" + Python.STUBS, "PYTHONDONTWRITEBYTECODE", "1"));

        assertThatThrownBy(() -> new GymFactory(new GymName("stub", "Stub-v0"), settings))
                .isInstanceOf(EnvException.class)
                .hasMessageMatching("environment gym:stub:Stub-v0: (\\S+) has no " + name + ": \\1 -m pip install " + name);
    }

    @ParameterizedTest
    @CsvSource({"no-such-python, does not start as Python 3 does", "false, ended with exit code 1 before it connected",
        "true, ended with exit code 0 before it connected"})
    void interpreter_isNone_namesTheVariable(String interpreter, String why) {
        GymSettings settings = new GymSettings(interpreter, Python.settings(1, 60).timeout(), 1, Map.of());

        assertThatThrownBy(() -> new GymFactory(new GymName("stub", "Stub-v0"), settings))
                .isInstanceOf(EnvException.class)
                .hasMessage("environment gym:stub:Stub-v0: '" + interpreter + "' " + why + "; "
                        + "ADVECT_PYTHON names the interpreter to use");
    }
}
