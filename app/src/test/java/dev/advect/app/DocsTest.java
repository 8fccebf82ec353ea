package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The documentation names every metric and every default, as they are. */
class DocsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void metrics_allThatAreLogged_areExplained(@TempDir Path folder) throws IOException {
        Set<String> explained = new LinkedHashSet<>();
        for (String line : Files.readAllLines(DOCS.resolve("reference/metrics.md"))) {
            if (line.startsWith("| `")) {
                Matcher names = CODE.matcher(line.split("\\|", -1)[1]);
                names.results().forEach(name -> explained.add(name.group(1)));
            }
        }
        Set<String> logged = new LinkedHashSet<>();
        int runs = 0;
        for (String options : List.of("fpo", "ppo", "fpo --set=entropyCoefficient=0.01 --set=skipWithoutReward=true --set=klEstimate=both", "rlpd", "calql", "ibrl", "fql", "qc")) {
            Path run = folder.resolve("run-" + runs++);
            boolean onPolicy = options.startsWith("fpo") || options.equals("ppo");
            // long enough that episodes end
            String[] more = ("--algo=" + options + (onPolicy ? " --set=steps=8960" : "")).split(" ", -1);
            Shell.Result trained = onPolicy
                    ? Shell.train(run, more) : Shell.trainOffPolicy(run, cartpole(folder), more);
            assertThat(trained.code()).isZero();
            for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
                new ObjectMapper().readTree(line).fieldNames().forEachRemaining(logged::add);
            }
        }
        Path run = folder.resolve("swfp");
        Path demonstrations = folder.resolve("demonstrations.safetensors");
        DemonstrationFile.write(demonstrations, demonstrations());
        assertThat(Shell.run("train", "--algo=swfp", "--env=bandit-2d", "--run-dir=" + run, "--steps=256", "--threads=2",
                "--set=loop.warmUp=64", "--set=batchSize=16", "--set=pretrainUpdates=5", "--set=evaluationEpisodes=2",
                "--set=loop.policyAfter=0",
                "--set=demonstrations=" + demonstrations, "--set=critic.hidden=[8]", "--set=swfp.hidden=[8]",
                "--set=swfp.blocks=2", "--set=swfp.period=8", "--set=swfp.alpha=0.1", "--set=swfp.anchor=1",
                "--set=swfp.selfImitationRate=1e-3").code()).isZero();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            new ObjectMapper().readTree(line).fieldNames().forEachRemaining(logged::add);
        }
        logged.remove("step");
        // logged by runs of several processes only
        explained.removeIf(name -> name.startsWith("exchange/") || name.equals("time/waiting") || name.equals("time/transfer"));

        assertThat(explained).containsExactlyInAnyOrderElementsOf(logged);
    }

    private static Path cartpole(Path folder) {
        Path file = folder.resolve("demo.safetensors");
        Shell.run("collect", "--env=cartpole-balance", "--episodes=10", "--out=" + file);
        return file;
    }

    /** Ten points of the plane, an episode each. */
    private static Demonstrations demonstrations() {
        int[] starts = new int[10];
        Arrays.setAll(starts, i -> i);
        return new Demonstrations(1, 2, new float[10], new float[20], new float[10], new float[10], new boolean[10],
                new boolean[10], starts);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void defaults_ofBothPresets_areThoseOfTheDocs(Algorithm algo) throws IOException {
        String name = algo.toString();
        Map<String, String> paper = values(Presets.of("paper", algo, "cheetah-run"));
        Map<String, String> cpu = values(Presets.of("cpu", algo, "cheetah-run"));
        Set<String> expected = new LinkedHashSet<>();
        paper.forEach((key, value) -> expected.add(row(key, value, cpu.get(key))));
        if (algo != Algorithm.FPO) {
            // what is as for FPO stands there
            Map<String, String> fpoPaper = values(Presets.of("paper", Algorithm.FPO, "cheetah-run"));
            Map<String, String> fpoCpu = values(Presets.of("cpu", Algorithm.FPO, "cheetah-run"));
            fpoPaper.forEach((key, value) -> {
                // but pages of off-policy algorithms say all about these themselves
                boolean own = paper.containsKey("loop.demonstrationShare")
                        && key.matches("loop\\.(demonstrations|pretrainUpdates|policyAfter|observationBound)");
                if (!own && value.equals(paper.get(key)) && String.valueOf(fpoCpu.get(key)).equals(cpu.get(key))) {
                    expected.remove(row(key, value, cpu.get(key)));
                }
            });
        }

        List<String> documented = Files.readAllLines(DOCS.resolve("algorithms/" + name.replace("+", "-plus") + ".md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.lastIndexOf("|", line.length() - 2) + 1))
                .toList();

        assertThat(documented).containsExactlyElementsOf(expected);
    }

    private static String row(String key, String paper, @Nullable String cpu) {
        return "| `" + key + "` | " + paper + " | " + cpu + " |";
    }

    /** The values of the sections by key, written as in the documentation. */
    private static Map<String, String> values(RunConfig config) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(ConfigYaml.write(config));
        tree.properties().forEach(section -> section.getValue().properties().forEach(
                entry -> values.put(section.getKey() + "." + entry.getKey(), text(entry.getValue()))));
        return values;
    }

    private static String text(JsonNode value) {
        if (value.isNumber()) {
            return new BigDecimal(value.asText()).stripTrailingZeros().toPlainString();
        }
        return value.isTextual()
                ? value.asText().toLowerCase(Locale.ROOT)
                : value.toString().replace(",", ", ");
    }
}
