package dev.advect.view.record;

import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.DemonstrationFile.Format;
import dev.advect.data.Demonstrations;
import dev.advect.data.ReadOptions;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TapeTest {
    private static final EnvSpec SPEC = EnvSpec.of("point", 2, 1, 100);

    @TempDir
    private Path folder;

    private Tape tape() throws IOException {
        return new Tape(new Takes(folder.resolve("demo.hdf5"), SPEC), Keymap.of("point", 1));
    }

    /** Records an episode of two steps, which ends by itself. */
    private static void play(Tape tape, float value) {
        assertThat(tape.begin()).isTrue();
        for (int t = 0; t < 2; t++) {
            Step step = new Step(2);
            step.observation[0] = value + t + 1;
            step.reward = value;
            tape.add(new float[] {value + t, 0}, new float[] {0.5f}, step, t == 1);
        }
    }

    private Demonstrations read() throws IOException {
        return DemonstrationFile.read(folder.resolve("demo.hdf5"));
    }

    @Test
    void keep_isOnDiskBeforeTheNextBegins() throws IOException {
        Tape tape = tape();
        play(tape, 3);
        assertThat(tape.state()).isEqualTo(Tape.State.ENDED);
        assertThat(tape.begin()).as("an episode that is neither kept nor discarded").isFalse();

        tape.keep();

        Demonstrations all = read();
        assertThat(all.episodes()).isEqualTo(1);
        assertThat(all.observation()).containsExactly(3, 0, 4, 0);
        assertThat(all.action()).containsExactly(0.5f, 0.5f);
        assertThat(all.reward()).containsExactly(3, 3);
        assertThat(DemonstrationFile.read(folder.resolve("demo.hdf5"), ReadOptions.NONE).format()).isEqualTo(Format.ROBOMIMIC);
    }

    @Test
    void discard_leavesNothing_undo_removesTheLast() throws IOException {
        Tape tape = tape();
        play(tape, 1);
        tape.keep();
        play(tape, 2);
        tape.discard();
        play(tape, 3);
        tape.keep();
        assertThat(read().reward()).containsExactly(1, 1, 3, 3);

        tape.undo();
        assertThat(read().reward()).containsExactly(1, 1);
        tape.undo();
        assertThat(folder.resolve("demo.hdf5")).doesNotExist();
        tape.undo();
    }

    @Test
    void open_existingFile_isContinued() throws IOException {
        Tape first = tape();
        play(first, 1);
        first.keep();

        Tape second = tape();
        assertThat(second.facts()).containsEntry("kept", 1);
        play(second, 2);
        second.keep();

        assertThat(read().reward()).containsExactly(1, 1, 2, 2);
        assertThat(read().starts()).containsExactly(0, 2);
    }

    @Test
    void keep_cannotBeWritten_episodeIsStillThere() throws IOException {
        Path missing = folder.resolve("missing");
        Files.createDirectory(missing);
        Tape tape = new Tape(new Takes(missing.resolve("demo.hdf5"), SPEC), Keymap.of("point", 1));
        play(tape, 1);
        Files.delete(missing);

        assertThatThrownBy(tape::keep).isInstanceOf(IOException.class);
        assertThat(tape.state()).isEqualTo(Tape.State.ENDED);
        Files.createDirectory(missing);
        tape.keep();
        assertThat(DemonstrationFile.read(missing.resolve("demo.hdf5")).episodes()).isEqualTo(1);
    }

    @Test
    void end_withoutAStep_isNoEpisode() throws IOException {
        Tape tape = tape();
        tape.begin();

        tape.end();

        assertThat(tape.state()).isEqualTo(Tape.State.READY);
    }

    @Test
    void keymap_ownOfAnEnvironment_orPairs() {
        assertThat(Keymap.of("point-mass", 2).keys()).containsEntry("ArrowUp", Map.of(1, 1.0)).hasSize(4);
        assertThat(Keymap.of("point-mass", 2).camera()).isEqualTo("top");
        assertThat(Keymap.of("reacher-hard", 2).drag()).isEqualTo(
                new Drag("finger", null, 60, 0.3, Map.of(), Map.of(0, "shoulder", 1, "wrist")));
        assertThat(Keymap.of("gridworld", 2).mouse()).containsExactly(0, 1);
        assertThat(Keymap.of("lift-dense", 7).toggles()).containsEntry(" ", List.of(6));
        assertThat(Keymap.of("cheetah-run", 6).keys()).hasSize(12).containsEntry("a", Map.of(2, -1.0));
    }

    @Test
    void keymap_file_isCheckedAgainstTheAction() throws IOException {
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "keys:\n  w: {0: 0.25}\n");
        assertThat(Keymap.read(file, 1).keys()).containsExactly(Map.entry("w", Map.of(0, 0.25)));

        Files.writeString(file, "keys:\n  w: {3: 1}\n");
        assertThatThrownBy(() -> Keymap.read(file, 1)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("there is no component 3, the action has 1");
        Files.writeString(file, "drag: {body: a, gain: 1, axes: {1: [1, 0, 0]}}\n");
        assertThatThrownBy(() -> Keymap.read(file, 1)).hasMessageContaining("there is no component 1, the action has 1");
        Files.writeString(file, "drag: {body: a, site: b, gain: 1, axes: {0: [1, 0, 0]}}\n");
        assertThatThrownBy(() -> Keymap.read(file, 1)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("drag names a body or a site, and not both");
        Files.writeString(file, "camera: bottom\n");
        assertThatThrownBy(() -> Keymap.read(file, 1)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("camera is top or free, not 'bottom'");
        Files.writeString(file, "buttons: 3\n");
        assertThatThrownBy(() -> Keymap.read(file, 1)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("keys.yaml is no mapping of keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys:\n  w:\n", "keys:\n  w: {0: }\n", "toggles:\n  w:\n", "axes: {0: }\n", "mouse: [0, ~]\n",
        "drag: {body: a, gain: 1, axes: {0: }}\n", "null\n", "# nothing\n"})
    void keymap_valueIsMissing_isRefusedInOneLine(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("keys.yaml"), yaml);

        assertThatThrownBy(() -> Keymap.read(file, 2)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("keys.yaml is no mapping of keys: ").hasMessageNotContaining("\n");
    }
}
