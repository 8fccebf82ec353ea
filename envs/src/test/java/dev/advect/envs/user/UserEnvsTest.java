package dev.advect.envs.user;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.env.Step;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserEnvsTest {
    /** A counter whose reward is what {@code my.Scale} says. */
    private static final String COUNTER = """
            package my;

            import dev.advect.env.*;
            import java.util.random.RandomGenerator;

            public final class Counter implements Env {
                private final Kept kept = new Kept();

                @Override
                public EnvSpec spec() {
                    return EnvSpec.of("counter", 1, 1, 5);
                }

                @Override
                public void reset(RandomGenerator random, float[] observation) {
                    kept.steps = 0;
                }

                @Override
                public void step(float[] action, Step out) {
                    out.observation[0] = ++kept.steps;
                    out.reward = Scale.VALUE * kept.steps;
                }

                public static final class Kept {
                    int steps;
                }
            }
            """;
    private static final String SCALE = "package my; final class Scale { static double VALUE = 10; }";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    private EnvFactory factory(String name) {
        return new UserEnvs(new UserClasses(List.of(folder))).factory(name);
    }

    private static double secondReward(EnvFactory factory) {
        try (Env env = factory.create()) {
            Step step = new Step(1);
            env.reset(new Rng(0, 0), step.observation);
            env.step(new float[1], step);
            env.step(new float[1], step);
            assertThat(step.observation[0]).isEqualTo(2);
            return step.reward;
        }
    }

    @Test
    void source_isCompiled_withAllThatItNeeds() throws IOException {
        write("my/Counter.java", COUNTER);
        write("my/Scale.java", SCALE);
        EnvFactory factory = factory("java:my.Counter");
        assertThat(secondReward(factory)).isEqualTo(20);
        try (Env one = factory.create(); Env other = factory.create()) {
            assertThat(one).isNotSameAs(other).hasSameClassAs(other);
        }
    }

    /** A source is preferred to a class beside it, which was made of the source before. */
    @Test
    void classes_ofAFolderOrJar_areLoaded() throws IOException {
        write("my/Counter.java", COUNTER);
        write("my/Scale.java", SCALE);
        Map<String, byte[]> classes = SourceCompiler.compile(folder.resolve("my/Counter.java"), List.of(folder));
        assertThat(classes).containsOnlyKeys("my.Counter", "my.Counter$Kept", "my.Scale");
        Path out = Files.createDirectory(folder.resolve("out"));
        try (OutputStream file = Files.newOutputStream(folder.resolve("counter.jar")); JarOutputStream jar = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> one : classes.entrySet()) {
                String name = one.getKey().replace('.', '/') + ".class";
                Files.createDirectories(out.resolve(name).getParent());
                Files.write(out.resolve(name), one.getValue());
                jar.putNextEntry(new JarEntry(name));
                jar.write(one.getValue());
            }
        }
        for (String entry : List.of("out", "counter.jar")) {
            UserClasses path = UserClasses.of(Map.of(UserClasses.VARIABLE, folder.resolve(entry).toString()));
            assertThat(secondReward(new UserEnvs(path).factory("java:my.Counter"))).isEqualTo(20);
        }

        Files.writeString(out.resolve("my/Counter.java"), COUNTER);
        Files.writeString(out.resolve("my/Scale.java"), SCALE.replace("10", "3"));
        UserClasses both = UserClasses.of(Map.of(UserClasses.VARIABLE, out + File.pathSeparator + folder.resolve("counter.jar")));
        assertThat(secondReward(new UserEnvs(both).factory("java:my.Counter"))).isEqualTo(6);
    }

    @Test
    void staticFactory_isPreferred() throws IOException {
        write("Made.java", """
                public final class Made {
                    private Made() {}

                    public static dev.advect.env.EnvFactory factory() {
                        return my.Counter::new;
                    }
                }
                """);
        write("my/Counter.java", COUNTER);
        write("my/Scale.java", SCALE);
        assertThat(secondReward(factory("java:Made"))).isEqualTo(20);
    }

    /** Each is told in one line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Missing |                                                                | there is no class Missing in ",
        "Typo    | public class Typo { Strin x; int y = true; }                   | Typo.java:1: cannot find symbol, symbol:   class Strin, "
                + "location: class Typo (the first of 2 errors)",
        "Other   | public class Other { }                                         | Other is no environment: a public class is needed",
        "Part    | public abstract class Part implements dev.advect.env.Env { }   | Part is no environment",
        "Wrong   | public class Wrong { public static int factory() { return 1; } } | Wrong is no environment",
        "Moved   | package elsewhere; public class Moved { }                      | Moved.java has no class Moved but elsewhere.Moved: a source "
                + "must lie in the folder of its package"
    })
    void refusals(String name, String source, String why) throws IOException {
        if (source != null) {
            write(name + ".java", source);
        }
        assertThatThrownBy(() -> factory("java:" + name)).isInstanceOf(InvalidValueException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(why).doesNotContain("\n"));
    }

    @Test
    void constructorThatFails_isToldWithItsReason() throws IOException {
        write("Broken.java", """
                public class Broken implements dev.advect.env.Env {
                    public Broken() {
                        throw new IllegalStateException("no robot at the other end");
                    }

                    public dev.advect.env.EnvSpec spec() {
                        return dev.advect.env.EnvSpec.of("broken", 1, 1, 1);
                    }

                    public void reset(java.util.random.RandomGenerator random, float[] observation) {}

                    public void step(float[] action, dev.advect.env.Step out) {}
                }
                """);
        EnvFactory factory = factory("java:Broken");
        assertThatThrownBy(factory::create).isInstanceOf(EnvException.class)
                .hasMessage("Broken could not be created: java.lang.IllegalStateException: no robot at the other end");
    }

    @Test
    void missingFolder_isTold() {
        assertThatThrownBy(() -> UserClasses.of(Map.of(UserClasses.VARIABLE, folder.resolve("none").toString())))
                .isInstanceOf(InvalidValueException.class).hasMessage("ADVECT_CLASSPATH: there is no " + folder.resolve("none"));
    }
}
