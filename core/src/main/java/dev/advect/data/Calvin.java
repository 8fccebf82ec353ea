package dev.advect.data;

import dev.advect.env.ObservationPart;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reader of CALVIN's data sets (Mees et al. 2022, arXiv 2112.03227): a folder, mostly {@code training} or
 * {@code validation}, with a file for each time step.
 *
 * <pre>
 * episode_0000000.npz     arrays robot_obs [15], scene_obs [24], actions [7], rel_actions [7], and pictures
 * ep_start_end_ids.npy    [episodes, 2], the first and the last number of each episode
 * lang_annotations        sentences, pickled
 * </pre>
 *
 * <p>Actions are {@code rel_actions}, in the units of {@code calvin} environments. There are no rewards: they are 0, and no
 * step is terminated. The last step of an episode is left out, since it is not known where it led. Without
 * {@code ep_start_end_ids.npy} an episode ends where a number is missing.
 */
final class Calvin {
    private static final Pattern STEP = Pattern.compile("episode_(\\d{1,9})\\.npz");
    private static final String ENDS = "ep_start_end_ids.npy";
    private static final String ACTION = "rel_actions";
    private static final List<String> OBSERVATION = List.of("robot_obs", "scene_obs");
    /** The largest vector, and the largest list of episodes, in bytes. */
    private static final int MAX_VECTOR = 1 << 16;
    private static final int MAX_ENDS = 1 << 26;

    private final Path folder;
    private final List<String> keys;
    private final SortedMap<Integer, Path> steps;
    private @Nullable DemonstrationBuilder builder;
    private int[] sizes = {};
    private int actionSize;

    private Calvin(Path folder, ReadOptions options) throws IOException {
        this.folder = folder;
        keys = options.observationKeys().isEmpty() ? OBSERVATION : options.observationKeys();
        steps = steps(folder);
    }

    /** The folder of the steps: the given one, or its {@code training}; null if there are no steps in either. */
    static @Nullable Path find(Path folder) throws IOException {
        for (Path candidate : List.of(folder, folder.resolve("training"))) {
            if (Files.isDirectory(candidate) && hasSteps(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean hasSteps(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "episode_*.npz")) {
            return files.iterator().hasNext();
        }
    }

    static DemonstrationFile.Contents read(Path folder, ReadOptions options) throws IOException {
        List<String> notes = new ArrayList<>();
        Demonstrations all = new Calvin(folder, options).read(notes);
        return new DemonstrationFile.Contents(all, DemonstrationFile.Format.CALVIN, "", notes);
    }

    private static SortedMap<Integer, Path> steps(Path folder) throws IOException {
        SortedMap<Integer, Path> steps = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "episode_*.npz")) {
            for (Path file : files) {
                Matcher name = STEP.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    steps.put(Integer.parseInt(name.group(1)), file);
                }
            }
        }
        if (steps.isEmpty()) {
            throw new DemonstrationException(folder, "the folder holds no episode_<number>.npz");
        }
        return steps;
    }

    private Demonstrations read(List<String> notes) throws IOException {
        for (int[] range : ranges()) {
            readEpisode(range[0], range[1]);
        }
        if (builder == null || builder.steps() == 0) {
            throw new DemonstrationException(folder, "no episode has two steps");
        }
        noteTheRest(notes, builder.leftOut());
        return builder.build();
    }

    private void noteTheRest(List<String> notes, int leftOut) throws IOException {
        notes.add("CALVIN records no rewards: they are 0, and no step is terminated");
        notes.add(leftOut + " steps are left out, the last of each episode: the files do not say where they led");
        try (NpzFile first = NpzFile.open(file(steps.firstKey()))) {
            List<String> others = first.names().stream().filter(name -> !keys.contains(name) && !name.equals(ACTION)).toList();
            if (!others.isEmpty()) {
                notes.add("left out: " + String.join(", ", others));
            }
        }
        if (Files.exists(folder.resolve("lang_annotations"))) {
            notes.add("left out: the sentences in lang_annotations, which are pickled Python objects");
        }
    }

    /** The first and last numbers of the episodes, from the file that lists them or from gaps. */
    private List<int[]> ranges() throws IOException {
        List<int[]> ranges = new ArrayList<>();
        Path list = folder.resolve(ENDS);
        if (Files.exists(list)) {
            NpyArray ends = ends(list);
            for (int i = 0; i < ends.values().length; i += 2) {
                ranges.add(new int[] {(int) ends.values()[i], (int) ends.values()[i + 1]});
            }
            return ranges;
        }
        int first = steps.firstKey();
        int last = first;
        for (int number : steps.keySet()) {
            if (number > last + 1) {
                ranges.add(new int[] {first, last});
                first = number;
            }
            last = number;
        }
        ranges.add(new int[] {first, last});
        return ranges;
    }

    private static NpyArray ends(Path list) throws IOException {
        if (Files.size(list) > MAX_ENDS) {
            throw new DemonstrationException(list, "it has more than " + MAX_ENDS + " bytes");
        }
        NpyArray ends;
        try {
            ends = NpyArray.read(Files.readAllBytes(list));
        } catch (NpyArray.NpyException e) {
            throw new DemonstrationException(list, "it " + e.getMessage(), e);
        }
        if (ends.shape().size() != 2 || ends.shape().get(1) != 2) {
            throw new DemonstrationException(list, "its shape is " + ends.shape() + ", it must be [episodes, 2]");
        }
        double before = -1;
        for (double number : ends.values()) {
            // the first of an episode after the last of the one before; an episode of one step ends where it begins
            if (!(number >= before && number >= 0 && number < 1e9)) {
                throw new DemonstrationException(list, "the numbers of the episodes are not ascending at " + number);
            }
            before = number;
        }
        return ends;
    }

    private Path file(int number) throws DemonstrationException {
        Path file = steps.get(number);
        if (file == null) {
            throw new DemonstrationException(folder,
                    String.format(Locale.ROOT, "the file episode_%07d.npz is missing", number));
        }
        return file;
    }

    private void readEpisode(int first, int last) throws IOException {
        float[] observation = {};
        float[] action = {};
        for (int number = first; number <= last; number++) {
            Path path = file(number);
            try (NpzFile file = NpzFile.open(path)) {
                float[] next = observation(path, file);
                if (number > first) {
                    DemonstrationBuilder all = builder(path, next.length, action.length);
                    all.add(observation, 0, action, 0, 0, next, 0, false, number == last);
                }
                observation = next;
                action = vector(path, file, ACTION);
                if (actionSize == 0) {
                    actionSize = action.length;
                }
                require(path, action.length == actionSize, ACTION, action.length, actionSize);
            }
        }
        if (builder != null) {
            builder.leaveOut();
        }
    }

    private DemonstrationBuilder builder(Path path, int observations, int actions) throws DemonstrationException {
        if (builder == null) {
            List<ObservationPart> parts = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                parts.add(new ObservationPart(keys.get(i), sizes[i]));
            }
            try {
                builder = new DemonstrationBuilder(observations, actions, parts, steps.size());
            } catch (ArithmeticException e) {
                throw new DemonstrationException(path, "there are too many steps for vectors of this size", e);
            }
        }
        return builder;
    }

    /** The parts of a step's observation, one after the other; each has the same size in all steps. */
    private float[] observation(Path path, NpzFile file) throws IOException {
        List<float[]> parts = new ArrayList<>();
        for (String key : keys) {
            parts.add(vector(path, file, key));
        }
        if (sizes.length == 0) {
            sizes = parts.stream().mapToInt(part -> part.length).toArray();
        }
        float[] all = new float[Arrays.stream(sizes).sum()];
        int at = 0;
        for (int i = 0; i < sizes.length; i++) {
            require(path, parts.get(i).length == sizes[i], keys.get(i), parts.get(i).length, sizes[i]);
            System.arraycopy(parts.get(i), 0, all, at, sizes[i]);
            at += sizes[i];
        }
        return all;
    }

    private static void require(Path path, boolean good, String name, int found, int elsewhere) throws DemonstrationException {
        if (!good) {
            throw new DemonstrationException(path,
                    "the array '" + name + "' has " + found + " numbers, elsewhere there are " + elsewhere);
        }
    }

    private static float[] vector(Path path, NpzFile file, String name) throws IOException {
        NpyArray array = file.read(name, MAX_VECTOR);
        if (array.shape().size() != 1 || array.values().length == 0) {
            throw new DemonstrationException(path, "the array '" + name + "' is of shape " + array.shape() + ", not a vector");
        }
        float[] numbers = new float[array.values().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) array.values()[i];
            if (!Float.isFinite(numbers[i])) {
                throw new DemonstrationException(path, "the array '" + name + "' holds " + numbers[i]);
            }
        }
        return numbers;
    }
}
