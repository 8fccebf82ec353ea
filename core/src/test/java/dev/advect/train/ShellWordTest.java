package dev.advect.train;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(strings = {"runs/cheetah-run-fpo++-1", "/home/j\u00fcrgen/runs", "gym:stub:Stub-v0", "a=1,2"})
    void quote_nothingSpecial_staysReadable(String text) {
        assertThat(ShellWord.quote(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my runs/1", "it's", "\"quoted\"", "$HOME", "`date`", "a*b?[c]", "~", "a;b&c|d", "new\nline", "\\", "",
        "#1", "!x", "(a)", "<a>", "{a,b}"})
    void quote_special_isOneWordToTheShell(String text) throws Exception {
        assertThat(ShellWord.quote(text)).startsWith("'").endsWith("'");
        assertThat(printed(ShellWord.quote(text))).isEqualTo("<" + text + ">");
    }

    /** What a shell makes of it: the words, in angle brackets. */
    private static String printed(String words) throws InterruptedException {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "printf '<%s>' " + words).start();
            String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            shell.waitFor();
            return out;
        } catch (IOException e) {
            assumeTrue(false, "there is no sh");
            return "";
        }
    }
}
