package dev.advect.app.view;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class RunNamesTest {
    @Test
    void apart_asMuchOfThePathAsTellsThemApart() {
        assertThat(RunNames.apart(Path.of("runs/a"), Path.of("runs/b"))).containsExactly("a", "b");
        assertThat(RunNames.apart(Path.of("/x/clone/can-0"), Path.of("/x/tuned/can-0"))).containsExactly("clone/can-0", "tuned/can-0");
        assertThat(RunNames.apart(Path.of("/can-0"), Path.of("/tuned/can-0"))).containsExactly("can-0", "tuned/can-0");
        assertThat(RunNames.apart(Path.of("/a/b"), Path.of("/a/./b"))).containsExactly("a/b", "a/b"); // the same run twice
        assertThat(RunNames.apart(Path.of("/"), Path.of("/"))).containsExactly("/", "/");
    }
}
