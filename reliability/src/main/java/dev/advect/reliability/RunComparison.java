package dev.advect.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.io.JsonLines;
import dev.advect.io.StateDict;
import dev.advect.train.RunDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether two runs ended alike: configuration, last checkpoint bit for bit, what the replay buffer holds, all lines of
 * metrics and evaluations, and the best checkpoint. What depends on the clock is left out: {@code time/*} and the seconds of
 * training, and into which files the replay buffer's rows were divided.
 */
public final class RunComparison {
    /** Of a checkpoint, what says how the replay buffer's rows are divided. */
    private static final Set<String> OF_THE_CLOCK = Set.of("replay.files", "replay.crc");

    private final List<String> differences = new ArrayList<>();

    private RunComparison() {}

    /** What differs, in a line each; nothing if they are alike. */
    public static List<String> of(Path actual, Path expected) throws IOException {
        RunComparison comparison = new RunComparison();
        comparison.compare(actual, expected);
        return comparison.differences;
    }

    private void compare(Path actual, Path expected) throws IOException {
        text("config.yaml", actual, expected);
        lines("metrics.jsonl", actual, expected);
        lines("eval.jsonl", actual, expected);
        Checkpoints a = RunDirectory.open(actual).checkpoints();
        Checkpoints e = RunDirectory.open(expected).checkpoints();
        Checkpoints.Loaded last = a.load("latest");
        Checkpoints.Loaded wanted = e.load("latest");
        if (!timeless(last.checkpoint()).equals(timeless(wanted.checkpoint()))) {
            differences.add("the last checkpoint is " + last.checkpoint() + ", not " + wanted.checkpoint());
        }
        states("the last checkpoint", last.state(), wanted.state());
        if (!a.best().equals(e.best())) {
            differences.add("the best checkpoint is " + a.best() + ", not " + e.best());
        } else if (a.best().isPresent()) {
            states("the best checkpoint", a.load("best").state(), e.load("best").state());
        }
        if (wanted.state().has("replay.files")) {
            ReplayRows.compare(actual, last.state(), expected, wanted.state(), differences);
        }
    }

    private void text(String name, Path actual, Path expected) throws IOException {
        if (Files.mismatch(actual.resolve(name), expected.resolve(name)) >= 0) {
            differences.add(name + " differs");
        }
    }

    private void lines(String name, Path actual, Path expected) throws IOException {
        List<String> a = timeless(actual.resolve(name));
        List<String> e = timeless(expected.resolve(name));
        for (int i = 0; i < Math.min(a.size(), e.size()); i++) {
            if (!a.get(i).equals(e.get(i))) {
                differences.add(name + " differs in line " + (i + 1));
                return;
            }
        }
        if (a.size() != e.size()) {
            differences.add(name + " has " + a.size() + " lines, not " + e.size());
        }
    }

    private static List<String> timeless(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : JsonLines.read(file)) {
            ObjectNode object = (ObjectNode) line;
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.removeIf(name -> !name.startsWith("time/"));
            object.remove(names);
            lines.add(object.toString());
        }
        return lines;
    }

    private static Map<String, Object> timeless(Checkpoint checkpoint) {
        Map<String, Object> said = new LinkedHashMap<>(checkpoint.extras());
        said.keySet().removeAll(Set.of("seconds", "log_bytes")); // those of lines that hold times
        said.put("step", checkpoint.step());
        said.put("tensors", checkpoint.tensors());
        return said;
    }

    private void states(String what, StateDict actual, StateDict expected) {
        if (!actual.names().equals(expected.names())) {
            differences.add(what + " holds " + actual.names() + ", not " + expected.names());
            return;
        }
        for (String name : expected.names()) {
            if (!OF_THE_CLOCK.contains(name) && !isEqual(name, actual, expected)) {
                differences.add(what + " differs in " + name);
            }
        }
    }

    private static boolean isEqual(String name, StateDict a, StateDict b) {
        if (a.type(name) != b.type(name) || !Arrays.equals(a.shape(name), b.shape(name))) {
            return false;
        }
        return switch (a.type(name)) { // Arrays.equals compares the bits of floats
            case F32 -> Arrays.equals(a.floats(name), b.floats(name));
            case F64 -> Arrays.equals(a.doubles(name), b.doubles(name));
            case I64 -> Arrays.equals(a.longs(name), b.longs(name));
            case U8 -> Arrays.equals(a.bytes(name), b.bytes(name));
        };
    }
}
