package dev.advect.app.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.app.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class DataCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path collected() {
        Path file = folder.resolve("random.hdf5");
        Shell.Result result = Shell.run("collect", "--env=cartpole-balance", "--episodes=3", "--out=" + file);
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("cartpole-balance, 3 episodes, 3000 steps, mean return ").contains(file.toString());
        return file;
    }

    private static JsonNode info(Path file) throws IOException {
        Shell.Result result = Shell.run("data", "info", file.toString(), "--json");
        assertThat(result.code()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void info_collectedEpisodes_saysWhatTheyAre() throws IOException {
        JsonNode info = info(collected());

        assertThat(info.get("format").asText()).isEqualTo("robomimic");
        assertThat(info.get("environment").asText()).contains("cartpole-balance");
        assertThat(info.get("episodes").asInt()).isEqualTo(3);
        assertThat(info.get("steps").asInt()).isEqualTo(3000);
        assertThat(info.get("observation_size").asInt()).isEqualTo(5);
        assertThat(info.get("terminated_episodes").asInt()).isZero();
        assertThat(info.get("action_max").asDouble()).isBetween(0.99, 1.0);
        assertThat(info.get("observation_parts").toString())
                .isEqualTo("[{\"name\":\"position\",\"size\":3},{\"name\":\"velocity\",\"size\":2}]");
        assertThat(info.get("notes")).isEmpty();
    }

    @Test
    void convert_partsByName_areTakenReorderedOrForgotten() throws IOException {
        Path file = collected();
        Path turned = folder.resolve("turned.hdf5");
        Path nameless = folder.resolve("nameless.safetensors");

        assertThat(Shell.run("data", "convert", file.toString(), "--keys=velocity,position", "--out=" + turned).code()).isZero();
        assertThat(Shell.run("data", "convert", file.toString(), "--no-names", "--out=" + nameless).code()).isZero();

        assertThat(Shell.run("data", "info", turned.toString()).out()).contains("parts     velocity 2, position 3");
        assertThat(info(nameless).get("observation_parts")).isEmpty();
        Shell.Result twice = Shell.run("data", "info", file.toString(), "--keys=position,position");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).startsWith("error: --keys=position,position names a part twice");
    }

    @Test
    void train_actionsBeyondTheBounds_refusedWithTheOption() {
        Path wide = folder.resolve("wide.hdf5");
        assertThat(Shell.run("data", "convert", collected().toString(), "--action-scale=2", "--out=" + wide).code()).isZero();

        Shell.Result result = Shell.trainOffPolicy(folder.resolve("run"), wide, "--algo=swfp", "--set=steps=2048");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: the demonstrated actions of ").contains("--action-scale=0.5");
    }

    @Test
    void convert_toTheOwnFormat_holdsTheSame() throws IOException {
        Path file = collected();
        Path out = folder.resolve("half.safetensors");

        Shell.Result result = Shell.run("data", "convert", file.toString(), "--action-scale=0.5", "--out=" + out);

        assertThat(result.code()).isZero();
        assertThat(info(out).get("format").asText()).isEqualTo("advect");
        assertThat(info(out).get("return_mean")).isEqualTo(info(file).get("return_mean"));
        assertThat(info(out).get("action_max").asDouble()).isEqualTo(info(file).get("action_max").asDouble() / 2);
        assertThat(Shell.run("data", "info", out.toString()).out()).contains("3 episodes", "observed  5 numbers; actions 1");
    }

    @Test
    void info_noDemonstrations_isOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.hdf5"), "nothing");

        Shell.Result result = Shell.run("data", "info", file.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: " + file + ": it is neither an HDF5 file");
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void collect_policyOfARun_isItsCentralOne() {
        Path run = folder.resolve("run");
        assertThat(Shell.trainOffPolicy(run, collected(), "--algo=ibrl", "--set=steps=2048").code()).isZero();
        Path out = folder.resolve("trained.safetensors");

        Shell.Result result = Shell.run("collect", run.toString(), "--episodes=2", "--out=" + out);

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("cartpole-balance, 2 episodes, 2000 steps");
    }
}
