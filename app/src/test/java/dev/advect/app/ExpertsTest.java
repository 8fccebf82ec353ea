package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Scripted experts at the command line. */
class ExpertsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private JsonNode collected(String env, String... more) throws IOException {
        Path file = folder.resolve(env + ".hdf5");
        String[] arguments = new String[5 + more.length];
        System.arraycopy(new String[] {"collect", "--env=" + env, "--expert", "--episodes=2", "--out=" + file}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        Shell.Result result = Shell.run(arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith(env + ", 2 episodes, 2 successful and 0 not, ");
        return new ObjectMapper().readTree(Shell.run("data", "info", file.toString(), "--json").out());
    }

    /** An episode ends with the first success, whose step is worth 1. */
    @Test
    void collect_untilSuccess_endsThere() throws IOException {
        JsonNode info = collected("lift-until-success");

        assertThat(info.get("terminated_episodes").asInt()).isEqualTo(2);
        assertThat(info.get("return_min").asDouble()).isEqualTo(1);
        assertThat(info.get("return_max").asDouble()).isEqualTo(1);
        assertThat(info.get("action_size").asInt()).isEqualTo(7);
    }

    /** An episode is cut off after five steps of success, each worth 1. */
    @Test
    void collect_withNoise_fiveStepsOfSuccess() throws IOException {
        JsonNode info = collected("lift", "--noise=0.1");

        assertThat(info.get("terminated_episodes").asInt()).isZero();
        assertThat(info.get("return_min").asDouble()).isEqualTo(5);
        assertThat(info.get("length_mean").asDouble()).isBetween(30.0, 120.0);
        assertThat(info.get("action_max").asDouble()).isLessThanOrEqualTo(1);
    }

    @Test
    void reproduceExperts_json_hasTheseKeys() throws IOException {
        Shell.Result result = Shell.run("reproduce", "experts", "--tasks=lift", "--episodes=2", "--json");

        JsonNode lift = new ObjectMapper().readTree(result.out()).get("lift");
        assertThat(lift.get("success").asDouble()).isEqualTo(1);
        assertThat(lift.get("episodes").asInt()).isEqualTo(2);
        assertThat(lift.get("mean_steps").asDouble()).isBetween(30.0, 120.0);
        assertThat(lift.get("diverged").asInt()).isZero();
    }

    /** Each element is worth 1, once, and the last one ends the episode. */
    @Test
    void collect_kitchen_oneForEachElement() throws IOException {
        JsonNode info = collected("kitchen-complete");

        assertThat(info.get("terminated_episodes").asInt()).isEqualTo(2);
        assertThat(info.get("return_min").asDouble()).isEqualTo(4);
        assertThat(info.get("return_max").asDouble()).isEqualTo(4);
        assertThat(info.get("length_mean").asDouble()).isBetween(100.0, 280.0);
        assertThat(info.get("observation_size").asInt()).isEqualTo(59);
        assertThat(info.get("observation_parts").get(2).get("name").asText()).isEqualTo("object_qpos");
    }

    /** A task of CALVIN ends with its success, which is worth 1; parts of the observation are called as in CALVIN's files. */
    @Test
    void collect_calvin_endsWithSuccess() throws IOException {
        JsonNode info = collected("calvin-open_drawer");

        assertThat(info.get("terminated_episodes").asInt()).isEqualTo(2);
        assertThat(info.get("return_max").asDouble()).isEqualTo(1);
        assertThat(info.get("observation_size").asInt()).isEqualTo(39);
        assertThat(info.get("observation_parts").get(0).get("name").asText()).isEqualTo("robot_obs");
        assertThat(info.get("observation_parts").get(1).get("name").asText()).isEqualTo("scene_obs");
    }
}
