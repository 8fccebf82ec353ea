package dev.advect.cluster;

import dev.advect.train.TrainListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class WarningTailTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path run;

    private final List<String> heard = new ArrayList<>();

    private final TrainListener listener = new TrainListener() {
        @Override
        public void warned(String message) {
            heard.add("warned " + message);
        }

        @Override
        public void alarmed(String message) {
            heard.add("alarmed " + message);
        }
    };

    private void write(String line) throws IOException {
        Files.writeString(run.resolve("warnings.jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void look_passesOnWhatIsNew_onceOnly() throws IOException {
        write("{\"step\":10,\"alarm\":false,\"message\":\"of before\"}");
        WarningTail tail = new WarningTail(run, listener);
        tail.look();
        assertThat(heard).isEmpty();

        write("{\"step\":20,\"alarm\":false,\"message\":\"instability: a step\"}");
        write("{\"step\":30,\"alarm\":true,\"message\":\"the return fell\"}");
        tail.look();
        tail.look();
        assertThat(heard).containsExactly("warned step 20: instability: a step", "alarmed step 30: the return fell");
    }

    @Test
    void look_runThatWentBackToACheckpoint_isNotToldAgain() throws IOException {
        WarningTail tail = new WarningTail(run, listener);
        tail.look();
        write("{\"step\":10,\"alarm\":false,\"message\":\"first\"}");
        write("{\"step\":20,\"alarm\":false,\"message\":\"second\"}");
        tail.look();
        Files.delete(run.resolve("warnings.jsonl"));
        write("{\"step\":10,\"alarm\":false,\"message\":\"first\"}");
        tail.look();
        write("no JSON");
        tail.look();
        assertThat(heard).containsExactly(
                "warned step 10: first", "warned step 20: second", "warned a line of warnings.jsonl is damaged: no JSON");
    }
}
