package dev.advect.reliability.mutate;

import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configurations of runs. A text has no checksum: another value is right if it is the one that the text says, as a YAML
 * parser without any knowledge of configurations reads it, or the one that old files, which lack the key, stand for.
 */
final class ConfigFormat implements MutantFormat {
    private static final String NAME = "config.yaml";

    @Override
    public void prepare(Path folder, Path fixtures) throws IOException {
        for (Algorithm algorithm : Algorithm.values()) {
            Path run = Files.createDirectories(folder.resolve(ConfigYaml.name(algorithm)));
            RunConfig config = Presets.of("cpu", algorithm, "cartpole-balance");
            Files.writeString(run.resolve(NAME), ConfigYaml.write(config));
        }
    }

    @Override
    public Outcome read(Path folder, Path file) throws IOException {
        Path changed = folder.resolve(file.toString());
        RunConfig found = RunDirectory.open(changed.resolveSibling(".").normalize()).config();
        Map<String, String> read = leaves(ConfigYaml.write(found));
        Map<String, String> said;
        try {
            said = leaves(Files.readString(changed));
        } catch (YAMLException | NumberFormatException e) {
            return Outcome.OTHER; // such as !!int before a word, which is read as a word
        }
        for (Map.Entry<String, String> entry : said.entrySet()) {
            String value = read.get(entry.getKey());
            if (value != null && !isEqual(value, entry.getValue())) {
                return Outcome.silent(entry.getKey() + " read as " + value + ", the file says " + entry.getValue());
            }
            if (value == null && !entry.getKey().equals("loop.actionNoise")) {
                return Outcome.silent(entry.getKey() + " is not read");
            }
        }
        return said.equals(read) ? Outcome.OTHER : Outcome.SAME;
    }

    private static boolean isEqual(String read, String said) {
        if (read.equals(said) || read.toLowerCase(Locale.ROOT).equals(said.toLowerCase(Locale.ROOT))) {
            return true;
        }
        if (read.isEmpty() && said.equals("null")) {
            return true; // a key without a value is the empty text
        }
        try {
            return Double.parseDouble(read) == Double.parseDouble(said);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The values of a document by their paths, as texts. */
    private static Map<String, String> leaves(String text) {
        Map<String, String> leaves = new TreeMap<>();
        add(new Yaml(new SafeConstructor(new LoaderOptions())).load(text), "", leaves);
        return leaves;
    }

    private static void add(Object node, String path, Map<String, String> leaves) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> add(value, path.isEmpty() ? String.valueOf(key) : path + "." + key, leaves));
        } else {
            leaves.put(path, String.valueOf(node));
        }
    }
}
