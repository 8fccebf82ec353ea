package dev.advect.reliability;

import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows of a replay buffer, put together again from the files that a checkpoint names. */
final class ReplayRows {
    private static final int PER_LANE = TinyRun.CAPACITY / TinyRun.LANES;

    /** Numbers and kind of a row, by its lane and number. */
    private final Map<List<Long>, String> rows = new HashMap<>();

    private ReplayRows(Path run, StateDict checkpoint) throws IOException {
        long[] files = checkpoint.longs("replay.files");
        for (long number = files[0]; number <= files[1]; number++) {
            read(run.resolve("replay").resolve(String.format(Locale.ROOT, "replay-%06d.safetensors", number)));
        }
    }

    private void read(Path file) throws IOException {
        StateDict state = Safetensors.read(file).state();
        long[] first = state.longs("first");
        long[] count = state.longs("count");
        float[] numbers = state.floats("rows");
        byte[] kinds = state.bytes("kinds");
        int width = (int) state.shape("rows")[1];
        int at = 0;
        for (int lane = 0; lane < first.length; lane++) {
            for (long i = 0; i < count[lane]; i++, at++) {
                int[] bits = new int[width + 1];
                for (int j = 0; j < width; j++) {
                    bits[j] = Float.floatToRawIntBits(numbers[at * width + j]);
                }
                bits[width] = kinds[at];
                rows.put(List.of((long) lane, first[lane] + i), Arrays.toString(bits));
            }
        }
    }

    /** Compares all rows that the two buffers still need. */
    static void compare(Path actual, StateDict last, Path expected, StateDict wanted, List<String> differences)
            throws IOException {
        ReplayRows a = new ReplayRows(actual, last);
        ReplayRows e = new ReplayRows(expected, wanted);
        long[] written = wanted.longs("replay.written");
        for (int lane = 0; lane < written.length; lane++) {
            for (long row = Math.max(0, written[lane] - PER_LANE); row < written[lane]; row++) {
                List<Long> at = List.of((long) lane, row);
                String found = a.rows.get(at);
                if (found == null || !found.equals(e.rows.get(at))) {
                    differences.add("the replay buffer differs in row " + row + " of environment " + lane);
                    return;
                }
            }
        }
    }
}
