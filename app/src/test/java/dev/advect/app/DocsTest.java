package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
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
        for (String line : Files.readAllLines(DOCS.resolve("metrics.md"))) {
            if (line.startsWith("| `")) {
                Matcher names = CODE.matcher(line.split("\\|", -1)[1]);
                names.results().forEach(name -> explained.add(name.group(1)));
            }
        }
        Set<String> logged = new LinkedHashSet<>();
        int runs = 0;
        for (String options : List.of("fpo", "ppo", "fpo --set=entropyCoefficient=0.01")) {
            Path run = folder.resolve("run-" + runs++);
            String[] more = ("--set=steps=8960 --algo=" + options).split(" ", -1); // long enough that episodes end
            assertThat(Shell.train(run, more).code()).isZero();
            for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
                new ObjectMapper().readTree(line).fieldNames().forEachRemaining(logged::add);
            }
        }
        logged.remove("step");

        assertThat(explained).containsExactlyInAnyOrderElementsOf(logged);
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
                if (value.equals(paper.get(key)) && String.valueOf(fpoCpu.get(key)).equals(cpu.get(key))) {
                    expected.remove(row(key, value, cpu.get(key)));
                }
            });
        }

        List<String> documented = Files.readAllLines(DOCS.resolve(name.replace("+", "-plus") + ".md")).stream()
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
