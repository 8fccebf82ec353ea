package dev.advect.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.env.ObservationPart;
import dev.advect.io.NaturalOrder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The reader of LeRobot data sets of format v3.0, which keep many episodes in one Parquet file.
 *
 * <pre>
 * meta/info.json                            version, features, numbers of episodes and frames
 * meta/stats.json                           min and max of each feature, checked if there is such a file
 * meta/episodes/chunk-000/file-000.parquet  length and data file of each episode
 * data/chunk-000/file-000.parquet           columns observation.state, action, episode_index, frame_index, …
 * videos                                    left out
 * </pre>
 *
 * <p>Rewards are {@code next.reward}, or 0 if there is no such column; a step with {@code next.done} that ends its episode is
 * terminated. The last step of another episode is left out, since it is not known where it led.
 */
final class LeRobot {
    private static final String ACTION = "action";
    private static final String REWARD = "next.reward";
    private static final String DONE = "next.done";

    private final Path folder;
    private final ReadOptions options;
    private final LeRobotInfo info;
    private final List<String> keys;
    private final List<Long> lengths = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private int[] sizes = {};
    private @Nullable DemonstrationBuilder builder;
    private float[] observation = {};
    private float[] action = {};
    private double reward;
    private boolean done;
    private long episode = -1;
    private long frame;
    private long frames;
    private final LeRobotStats observed = new LeRobotStats();

    private LeRobot(Path folder, ReadOptions options) throws IOException {
        this.folder = folder;
        this.options = options;
        info = LeRobotInfo.read(folder);
        keys = options.observationKeys().isEmpty() ? info.vectors() : options.observationKeys();
        if (keys.isEmpty()) {
            throw new DemonstrationException(folder, "no feature is a vector whose name begins with 'observation.'"
                    + (info.pictures().isEmpty() ? "" : ": there are only pictures, " + String.join(", ", info.pictures())));
        }
    }

    static boolean recognises(Path folder) {
        return Files.isRegularFile(folder.resolve(LeRobotInfo.FILE));
    }

    static DemonstrationFile.Contents read(Path folder, ReadOptions options) throws IOException {
        LeRobot reader = new LeRobot(folder, options);
        List<String> notes = new ArrayList<>();
        Demonstrations all = reader.read(notes);
        return new DemonstrationFile.Contents(all, DemonstrationFile.Format.LEROBOT, reader.info.robot(), notes);
    }

    private Demonstrations read(List<String> notes) throws IOException {
        readEpisodes();
        for (Path file : files) {
            ParquetTable.read(file, row -> add(file, row));
        }
        endEpisode();
        if (builder == null || builder.steps() == 0) {
            throw new DemonstrationException(folder, "no episode has two steps");
        }
        require(frames == info.frames(), "the data have " + frames + " steps, meta/info.json says " + info.frames());
        checkStats();
        if (!info.pictures().isEmpty()) {
            notes.add("left out, as pictures: " + String.join(", ", info.pictures()));
        }
        if (!info.hasReward()) {
            notes.add("there is no column " + REWARD + ": rewards are 0");
        }
        if (builder.leftOut() > 0) {
            notes.add(builder.leftOut() + " steps are left out, each the last of an episode: the files do not say where they led");
        }
        return builder.build();
    }

    private void require(boolean good, String otherwise) throws DemonstrationException {
        if (!good && !options.ignoreCounts()) {
            throw new DemonstrationException(folder, otherwise
                    + ": where the data are right, advect data convert --ignore-counts writes a file that says so");
        }
    }

    private void readEpisodes() throws IOException {
        Path meta = folder.resolve("meta/episodes");
        List<Path> tables;
        try (Stream<Path> all = Files.isDirectory(meta) ? Files.walk(meta, 2) : Stream.empty()) {
            tables = all.filter(path -> path.toString().endsWith(".parquet"))
                    .sorted((a, b) -> NaturalOrder.INSTANCE.compare(a.toString(), b.toString())).toList();
        }
        if (tables.isEmpty()) {
            throw new DemonstrationException(meta, "it holds no .parquet file");
        }
        for (Path table : tables) {
            ParquetTable.read(table, row -> {
                if (row.number("episode_index") != lengths.size()) {
                    throw new DemonstrationException(table, "episode " + lengths.size() + " is missing");
                }
                lengths.add((long) row.number("length"));
                files.add(info.data(folder, (long) row.number("data/chunk_index"), (long) row.number("data/file_index")));
            });
        }
        require(lengths.size() == info.episodes(),
                "there are " + lengths.size() + " episodes, meta/info.json says " + info.episodes());
    }

    private void add(Path file, ParquetTable row) throws IOException {
        long number = (long) row.number("episode_index");
        if (number != episode) {
            endEpisode();
            if (number != episode + 1 || number >= lengths.size()) {
                throw new DemonstrationException(file, "episode " + number + " follows episode " + episode);
            }
            episode = number;
            frame = 0;
        }
        if (row.number("frame_index") != frame) {
            throw new DemonstrationException(file, "step " + frame + " of episode " + episode + " is missing");
        }
        float[] next = observation(file, row);
        if (frame > 0) {
            builder(next.length).add(observation, 0, action, 0, reward, next, 0, false, false);
        }
        observation = next;
        float[] nextAction = floats(row, ACTION);
        if (action.length != 0 && action.length != nextAction.length) {
            throw new DemonstrationException(file, "the column 'action' has " + nextAction.length
                    + " numbers in a row, elsewhere there are " + action.length);
        }
        action = nextAction;
        reward = info.hasReward() ? row.number(REWARD) : 0;
        done = info.hasDone() && row.number(DONE) != 0;
        frame++;
        frames++;
    }

    /** Ends the episode: its last step is terminated, or left out. */
    private void endEpisode() throws DemonstrationException {
        if (episode < 0) {
            return;
        }
        int index = Math.toIntExact(episode);
        require(frame == lengths.get(index), "episode " + episode + " has " + frame + " steps, meta/episodes says "
                + lengths.get(index));
        if (done) {
            builder(observation.length).add(observation, 0, action, 0, reward, observation, 0, true, false);
        } else if (builder != null) {
            builder.leaveOut();
        }
    }

    private DemonstrationBuilder builder(int observations) throws DemonstrationException {
        if (builder == null) {
            if (action.length == 0) {
                throw new DemonstrationException(folder, "actions are empty");
            }
            List<ObservationPart> parts = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                parts.add(new ObservationPart(keys.get(i), sizes[i]));
            }
            builder = new DemonstrationBuilder(observations, action.length, parts, 0);
        }
        return builder;
    }

    private float[] observation(Path file, ParquetTable row) throws IOException {
        List<float[]> parts = new ArrayList<>();
        for (String key : keys) {
            parts.add(floats(row, key));
        }
        int[] found = parts.stream().mapToInt(part -> part.length).toArray();
        if (sizes.length == 0) {
            sizes = found;
        }
        if (!Arrays.equals(found, sizes) || Arrays.stream(found).anyMatch(size -> size == 0)) {
            throw new DemonstrationException(file, "the columns " + keys + " have " + Arrays.toString(found)
                    + " numbers in a row, elsewhere there are " + Arrays.toString(sizes));
        }
        float[] all = new float[Arrays.stream(sizes).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private float[] floats(ParquetTable row, String name) throws DemonstrationException {
        double[] numbers = row.vector(name);
        observed.add(name, numbers);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    /** Compares the smallest and largest values with those in {@code meta/stats.json}. */
    private void checkStats() throws IOException {
        Path file = folder.resolve("meta/stats.json");
        if (Files.exists(file)) {
            JsonNode stats = LeRobotInfo.json(file);
            for (String name : Stream.concat(keys.stream(), Stream.of(ACTION)).toList()) {
                String difference = observed.difference(name, stats.path(name));
                require(difference.isEmpty(), difference);
            }
        }
    }
}
