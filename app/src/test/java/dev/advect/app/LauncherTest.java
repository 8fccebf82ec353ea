package dev.advect.app;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The launcher and the JVM that it starts, as a user meets them. */
class LauncherTest {
    /** Builds, as Maven does, without Maven; and a PATH on which there is no flock. */
    private static final String FAKE_BUILD = """
            mkdir bin; trap 'rm -r bin' EXIT
            cat >bin/mvn <<'EOF'
            #!/usr/bin/env bash
            mkdir -p app/target
            cp "$JAR" app/target/advect-app.jar
            printf '%s' "$CLASSES" >app/target/classpath.txt
            EOF
            chmod +x bin/mvn
            for command in bash env readlink mkdir find ln mv rm sleep cat mktemp cp touch; do
                ln -s "$(command -v $command)" bin/
            done
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Shell.Result run(String script) throws Exception {
        return Clone.run(folder, "clone", script);
    }

    @ParameterizedTest
    @ValueSource(strings = {"env -u LANG -u LC_ALL -u LC_CTYPE", "env LC_ALL=C", "env LC_ALL=POSIX", "env LC_ALL=xx_XX.UTF-8"})
    void path_ofAnyCharacters_works_inAnyLocale(String locale) throws Exception {
        Shell.Result result = Clone.run(folder, "j\\303\\274rgen\\047s \"clone\" *[a-z] $x",
                locale + " ./advect list algos; " + locale + " ./advect eval \"$clone/no\"");

        assertThat(result.out()).contains("swfp");
        // bash itself complains of a locale that is not there, before it reads the script
        assertThat(result.err().lines().filter(line -> !line.startsWith("bash: warning: setlocale: ")).findFirst().orElse(""))
                .startsWith("error: there is no run directory ");
        assertThat(result.err()).contains("j\u00fcrgen's \"clone\" *[a-z] $x/no\n");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void path_withAColon_isOneLineAndAHint() throws Exception {
        Shell.Result result = Clone.run(folder, "a:b", "./advect list algos");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("error: advect cannot start in " + folder.toRealPath().resolve("a:b")
                + ": a class path cannot name a folder with a colon\nhint: rename or move that folder\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADVECT_JAVA_OPTS=-Xfoo", "JAVA_TOOL_OPTIONS=-Xfoo"})
    void options_wrong_whatTheJvmSaysIsHeard(String wrong) throws Exception {
        Shell.Result result = run(wrong + " ./advect list algos");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("Unrecognized option: -Xfoo");
    }

    @Test
    void memory_tooLittleToStart_whatTheJvmSaysIsHeard() throws Exception {
        Shell.Result result = run("ulimit -v 400000; ./advect list algos");

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).isNotBlank();
    }

    @Test
    void start_saysNothingOfItsOwn() throws Exception {
        Shell.Result result = run("./advect --version");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("advect ");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void output_cannotBeWritten_isOneLineAndExitCode1() throws Exception {
        Shell.Result full = run("./advect list algos --json >/dev/full");
        Shell.Result closed = run("./advect list algos >&-");

        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err()).isEqualTo("error: cannot write to standard output: No space left on device\n");
        assertThat(closed.code()).isEqualTo(1);
        assertThat(closed.err()).isEqualTo("error: cannot write to standard output: it is closed\n");
    }

    @Test
    void output_readerWantsNoMore_isQuiet() throws Exception {
        Shell.Result result = run("./advect list envs | (exec <&-); echo ${PIPESTATUS[0]}");

        assertThat(result.out()).isEqualTo("0\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void heap_isHalfOfTheMemory_unlessTheUserSaysOtherwise() throws Exception {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        assertThat(maxHeap("")).isCloseTo(0.5 * system.getTotalMemorySize(), within(0.01 * system.getTotalMemorySize()));
        assertThat(maxHeap("-Xmx96m")).isEqualTo(96 * 1024 * 1024);
    }

    private double maxHeap(String options) throws Exception {
        Shell.Result result = run("ADVECT_JAVA_OPTS='-XX:+PrintFlagsFinal " + options + "' ./advect --version 2>&1");
        Matcher matcher = Pattern.compile(" MaxHeapSize +:?= (\\d+)").matcher(result.out());
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void heap_tooSmall_isOneLineAndAHint() throws Exception {
        Files.write(Files.createDirectory(folder.resolve("run")).resolve("config.yaml"), new byte[64 << 20]);

        Shell.Result result = run("ADVECT_JAVA_OPTS='-Xmx24m' ./advect eval ../run 2>&1");

        assertThat(result.out().lines().filter(line -> line.startsWith("error: out of memory: "))).as(result.out()).hasSize(1);
        assertThat(result.out()).containsPattern("hint: the heap may take 2\\d MB; allow more by ADVECT_JAVA_OPTS=-Xmx\\d+m, or")
                .doesNotContain("\tat ");
    }

    @Test
    void heap_tooSmallForDemonstrations_saysWhatFits() throws Exception {
        int steps = 3_000_000; // 12 MB for each of four arrays
        DemonstrationFile.write(folder.resolve("large.safetensors"), new Demonstrations(1, 1, new float[steps],
                new float[steps], new float[steps], new float[steps], new boolean[steps], new boolean[steps], new int[1]));

        Shell.Result result = run("ADVECT_JAVA_OPTS='-Xmx24m' ./advect data info ../large.safetensors 2>&1");

        assertThat(result.out()).containsPattern("error: \\.\\./large\\.safetensors: it does not fit into the memory that the JVM may use, "
                + "2\\d MB: start it with ADVECT_JAVA_OPTS=-Xmx").doesNotContain("\tat ");
    }

    @Test
    void lock_ofOneThatWasKilled_isTaken_andOfOneThatLives_isSaid() throws Exception {
        Shell.Result stale = Clone.run(folder, "stale", FAKE_BUILD + """
                rm target/launcher/stamp
                mkdir target/launcher/lock.d
                ln -s 999999999 target/launcher/lock.pid
                PATH=$PWD/bin ./advect --version
                ls target/launcher
                """);
        Shell.Result waited = Clone.run(folder, "waited", FAKE_BUILD + """
                rm target/launcher/stamp
                sleep 2 &
                ln -s $! target/launcher/lock.pid
                echo $!
                PATH=$PWD/bin ./advect --version
                """);

        assertThat(stale.out()).startsWith("advect ").doesNotContain("lock.pid", "stale");
        assertThat(stale.err()).startsWith("building advect").doesNotContain("waiting");
        String process = waited.out().lines().findFirst().orElseThrow();
        assertThat(waited.err()).startsWith("waiting for process " + process + ", which builds advect in this folder ...\n");
        assertThat(waited.out()).contains("advect ");
    }

    @Test
    void build_otherJarsBesideTheProgram_areNotStarted() throws Exception {
        Shell.Result result = run(FAKE_BUILD + """
                rm target/launcher/stamp
                mkdir -p app/target
                for other in -0.1.0 -0.2.0 -0.2.0-sources -javadoc -sources; do echo "no jar" >app/target/advect-app$other.jar; done
                PATH=$PWD/bin:$PATH ./advect --version
                PATH=$PWD/bin:$PATH ./advect --version
                ls target/launcher/jars.*/
                """);

        assertThat(result.err()).isEqualTo("building advect (first use takes a minute or two) ...\n");
        assertThat(result.out()).containsPattern("^advect .*\nadvect .*\n").contains(":\nadvect-app.jar\nused\n");
    }

    @Test
    void build_deletesJarsOfEarlierBuilds_butNotThoseThatRun() throws Exception {
        Shell.Result result = run(FAKE_BUILD + """
                command -v flock >/dev/null || exit 77
                ./advect bench sim --env=gridworld --threads=1 --seconds=120 >/dev/null 2>&1 &
                touch target/launcher/jars.test/used
                while flock -n target/launcher/jars.test/used true; do sleep 0.1; done
                rm target/launcher/stamp
                PATH=$PWD/bin:$PATH ./advect --version
                ls -d target/launcher/jars.*
                kill $!
                wait $! || true
                echo ended
                rm target/launcher/stamp
                PATH=$PWD/bin:$PATH ./advect --version
                ls -d target/launcher/jars.*
                """);

        if (result.code() != 77) {
            String[] parts = result.out().split("ended\n", -1);
            assertThat(parts[0].lines().filter(line -> line.contains("jars."))).hasSize(2).anyMatch(line -> line.endsWith("jars.test"));
            assertThat(parts[1].lines().filter(line -> line.contains("jars."))).hasSize(1).noneMatch(line -> line.endsWith("jars.test"));
        }
    }
}
