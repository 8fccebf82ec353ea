package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.train.RunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MotionListTest {

    @Test
    void otherMotions_areRefused(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("new");
        MotionList.noteOrRequire(folder, MotionMaker.named(List.of("stand", "squat")));
        assertThat(folder.resolve("motions.txt")).hasContent("stand 4.00 s\nsquat 5.00 s\n");
        MotionList.noteOrRequire(folder, MotionMaker.named(List.of("stand", "squat")));
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> MotionList.noteOrRequire(folder, MotionMaker.named(List.of("stand"))))
                .withMessageContaining("was begun with other motions").withMessageContaining("--evaluate-only");
    }
}
