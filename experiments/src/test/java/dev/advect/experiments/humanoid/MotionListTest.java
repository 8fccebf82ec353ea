package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.train.RunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MotionListTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static MotionClip motion(String name) {
        return MotionMaker.named(List.of(name)).getFirst();
    }

    private void refused(MotionClip... motions) {
        assertThatExceptionOfType(RunException.class).isThrownBy(() -> MotionList.noteOrRequire(folder, List.of(motions)))
                .withMessageContaining("was begun with other motions").withMessageContaining("--evaluate-only");
    }

    @Test
    void otherMotions_areRefused() throws IOException {
        folder = folder.resolve("new");
        MotionList.noteOrRequire(folder, MotionMaker.named(List.of("stand", "squat")));
        assertThat(Files.readAllLines(folder.resolve("motions.txt"))).satisfiesExactly(
                line -> assertThat(line).matches("stand 4\\.00 s [0-9a-f]{16}"),
                line -> assertThat(line).matches("squat 5\\.00 s [0-9a-f]{16}"));
        MotionList.noteOrRequire(folder, MotionMaker.named(List.of("stand", "squat")));
        refused(motion("stand"));
        refused(motion("squat"), motion("stand"));
    }

    /** Another motion with the name and length of the one that is noted; and one that differs in the last bits only, which is the same. */
    @Test
    void anotherMotion_ofTheSameNameAndLength_isRefused() throws IOException {
        MotionClip noted = motion("wave-left");
        MotionList.noteOrRequire(folder, List.of(noted));
        refused(motion("wave-right").named("wave-left"));
        double[] root = noted.root();
        root[5] += 0.01;
        refused(new MotionClip("wave-left", noted.rate(), root, noted.rotations()));
        double[] rotations = Arrays.stream(noted.rotations()).map(Math::nextUp).toArray();
        assertThatCode(() -> MotionList.noteOrRequire(folder,
                List.of(new MotionClip("wave-left", noted.rate(), noted.root(), rotations)))).doesNotThrowAnyException();
    }

    /** Folders of older versions hold no hashes, and names without parts. */
    @Test
    void fileWithoutHashes_isAcceptedByNameAndLength() throws IOException {
        Files.writeString(folder.resolve("motions.txt"), "stand 4.00 s\nwalk 5.00 s\nwalk-mirrored 5.00 s\n");
        MotionClip part = motion("squat").named("walk:0.1-5.1");
        MotionList.noteOrRequire(folder, List.of(motion("stand"), part, part.mirrored()));
        refused(motion("stand"), motion("stand").named("walk"), part.mirrored());
        refused(motion("twist"), part, part.mirrored());
    }

    @Test
    void sameNames_areRefused() {
        MotionClip part = motion("squat").named("01_03:0.05-2.8");
        assertThatCode(() -> MotionList.requireDistinct(List.of(part, part.named("01_03:12.8-15.6"), part.named("01_03"))))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(RunException.class).isThrownBy(() -> MotionList.requireDistinct(List.of(part, motion("stand"), part)))
                .withMessageStartingWith("two motions are called '01_03:0.05-2.8'");
    }
}
