package dev.advect.data;

import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reader and writer of demonstrations in all supported formats. A file is read completely or not at all. */
public final class DemonstrationFile {
    /**
     * The environment variable with the folder that relative paths of a configuration start from, where it is not the current
     * one: executors of a cluster are started elsewhere.
     */
    public static final String DIRECTORY = "ADVECT_DIRECTORY";

    /** The paths of the data file inside a folder, starting with Minari's own layout. */
    private static final List<String> PATHS_INSIDE = List.of("data/main_data.hdf5", "main_data.hdf5");

    private DemonstrationFile() {}

    /** A file format for demonstrations. */
    public enum Format {
        /** This project's own format: tensors in a safetensors file. */
        ADVECT,
        ROBOMIMIC,
        D4RL,
        MINARI,
        /** A folder of npz files, one for each step. */
        CALVIN,
        /** A folder of Parquet files, version 3.0. */
        LEROBOT
    }

    /**
     * The content of a file.
     *
     * @param demonstrations the demonstrations
     * @param format the file's format
     * @param environment the file's own description of the environment; empty if there is none
     * @param notes one line about each thing that was left out
     */
    public record Contents(Demonstrations demonstrations, Format format, String environment, List<String> notes) {}

    /** Reads a file with default options. */
    public static Demonstrations read(Path file) throws IOException {
        return read(file, ReadOptions.NONE).demonstrations();
    }

    /**
     * Reads the file that a configuration names.
     *
     * @param key the configuration key, for messages
     * @param file the path; empty for none
     * @return null for none
     * @throws InvalidValueException if the file cannot be read
     */
    public static @Nullable Demonstrations configured(String key, String file) {
        if (file.isEmpty()) {
            return null;
        }
        try {
            return read(Path.of(Objects.requireNonNullElse(System.getenv(DIRECTORY), "")).resolve(file));
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no file " + e.getMessage() : e.getMessage();
            throw new InvalidValueException(key + ": " + why, e);
        }
    }

    /**
     * Reads a file, or the folder of a Minari, CALVIN or LeRobot data set, and detects the format from the content.
     *
     * @throws IOException if it cannot be read or violates its format, with a one-line message that names the file
     */
    public static Contents read(Path path, ReadOptions options) throws IOException {
        Path file = path;
        try {
            if (Files.isDirectory(path)) {
                if (LeRobot.recognises(path)) {
                    return withoutMask(LeRobot.read(path, options), path, options);
                }
                Path steps = Calvin.find(path);
                if (steps != null) {
                    return withoutMask(Calvin.read(steps, options), path, options);
                }
            }
            file = inside(path);
            return readFile(file, options);
        } catch (OutOfMemoryError e) {
            throw new DemonstrationException(file, "it does not fit into the memory that the JVM may use, "
                    + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB: start it with ADVECT_JAVA_OPTS=-Xmx4g, for instance",
                    e);
        }
    }

    /** Refuses to select by a mask in formats that have none. */
    private static Contents withoutMask(Contents contents, Path path, ReadOptions options) throws DemonstrationException {
        if (!options.mask().isEmpty()) {
            throw new DemonstrationException(path, "only robomimic's files have masks, this is of another format");
        }
        return contents;
    }

    private static Contents readFile(Path file, ReadOptions options) throws IOException {
        if (!Hdf5Source.recognises(file)) {
            if (!file.toString().endsWith(".safetensors")) {
                throw new DemonstrationException(file, "it is neither an HDF5 file nor one of safetensors"
                        + (file.toString().endsWith(".npz") || file.toString().endsWith(".parquet")
                                ? ": of CALVIN's and LeRobot's data sets give the folder" : ""));
            }
            return withoutMask(new Contents(OwnFormat.read(file, options), Format.ADVECT, "", List.of()), file, options);
        }
        try (Hdf5Source source = Hdf5Source.open(file)) {
            return source.read(() -> read(source, options));
        }
    }

    private static Contents read(Hdf5Source source, ReadOptions options) throws IOException {
        List<String> notes = new ArrayList<>();
        if (Robomimic.recognises(source)) {
            Demonstrations all = Robomimic.read(source, options, notes);
            return new Contents(all, Format.ROBOMIMIC, Robomimic.environment(source), notes);
        }
        if (!options.mask().isEmpty()) {
            throw source.refusal("only robomimic's files have masks, this is of another format");
        }
        if (Minari.recognises(source)) {
            return new Contents(Minari.read(source, options, notes), Format.MINARI, "", notes);
        }
        if (D4rl.recognises(source)) {
            return new Contents(D4rl.read(source, options, notes), Format.D4RL, "", notes);
        }
        throw source.refusal("it is not of a known format: there is neither 'data/demo_0' (robomimic) nor 'episode_0' "
                + "(Minari) nor 'observations' (D4RL)");
    }

    private static Path inside(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            return path;
        }
        for (String name : PATHS_INSIDE) {
            if (Files.isRegularFile(path.resolve(name))) {
                return path.resolve(name);
            }
        }
        throw new DemonstrationException(path, "the folder holds no " + PATHS_INSIDE.getFirst() + " (Minari), no "
                + LeRobotInfo.FILE + " (LeRobot) and no episode_<number>.npz (CALVIN)");
    }

    /** The format that a file name implies for writing; null if none. */
    public static @Nullable Format formatOf(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".hdf5") || name.endsWith(".h5")) {
            return Format.ROBOMIMIC;
        }
        return name.endsWith(".safetensors") ? Format.ADVECT : null;
    }

    /**
     * Writes a file atomically, in the format that its name implies: robomimic's for {@code .hdf5} and {@code .h5},
     * this project's own for {@code .safetensors}.
     *
     * @param environment the environment's name, without quotes or control characters
     */
    public static void write(Path file, Demonstrations demonstrations, String environment) throws IOException {
        Format format = formatOf(file);
        if (format == null) {
            throw new DemonstrationException(file, "the name must end with .hdf5, .h5 or .safetensors");
        }
        if (format == Format.ROBOMIMIC) {
            Robomimic.write(file, demonstrations, environment);
        } else {
            OwnFormat.write(file, demonstrations);
        }
    }

    /** Writes a file as {@link #write(Path, Demonstrations, String)} does, without an environment's name. */
    public static void write(Path file, Demonstrations demonstrations) throws IOException {
        write(file, demonstrations, "");
    }
}
