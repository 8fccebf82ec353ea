package dev.advect.reliability.mutate;

import dev.advect.config.InvalidValueException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class JudgeTest {
    private static final Path FILE = Path.of("fpo/config.yaml");

    @Test
    void fault_ownExceptionThatNamesTheFile_none() {
        assertThat(Judge.fault(new InvalidValueException("runs/fpo/config.yaml: unknown key 'x'"), FILE)).isNull();
        assertThat(Judge.fault(new IOException("there is no file runs/fpo/config.yaml"), FILE)).isNull();
    }

    @Test
    void fault_others_said() {
        assertThat(Judge.fault(new MalformedInputException(1), FILE)).startsWith("foreign exception java.nio.charset.");
        assertThat(Judge.fault(new StackOverflowError(), FILE)).startsWith("foreign exception java.lang.StackOverflowError");
        assertThat(Judge.fault(new InvalidValueException("unknown key 'x'"), FILE))
                .isEqualTo("InvalidValueException does not name the file: unknown key 'x'");
        assertThat(Judge.fault(new InvalidValueException("config.yaml:\nx"), FILE)).isEqualTo("InvalidValueException is no line: config.yaml:\nx");
    }
}
