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

/** Demonstrations on disk, in any of the formats. They are read as a whole or not at all. */
public final class DemonstrationFile {
    /** Where a folder keeps its steps: Minari's own layout first. */
    private static final List<String> INSIDE = List.of("data/main_data.hdf5", "main_data.hdf5");

    private DemonstrationFile() {}

    /** A format in which demonstrations are kept. */
    public enum Format {
        /** This project's own: tensors in a safetensors file. */
        ADVECT,
        ROBOMIMIC,
        D4RL,
        MINARI
    }

    /**
     * What a file holds.
     *
     * @param environment what it says of where they come from, in its own words; empty if nothing
     * @param notes what was left out of them, in a line each
     */
    public record Contents(Demonstrations demonstrations, Format format, String environment, List<String> notes) {}

    /** Reads a file of which nothing more needs to be known. */
    public static Demonstrations read(Path file) throws IOException {
        return read(file, ReadOptions.NONE).demonstrations();
    }

    /**
     * Reads the file that a configuration names.
     *
     * @param key that names it, for messages
     * @param file empty for none
     * @return null for none
     * @throws InvalidValueException where it cannot be read
     */
    public static @Nullable Demonstrations configured(String key, String file) {
        if (file.isEmpty()) {
            return null;
        }
        try {
            return read(Path.of(file));
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no file " + e.getMessage() : e.getMessage();
            throw new InvalidValueException(key + ": " + why, e);
        }
    }

    /**
     * Reads a file, or the folder of a Minari data set; the content tells the format.
     *
     * @throws IOException where it cannot be read or does not hold what its format demands: one line that names the file
     */
    public static Contents read(Path path, ReadOptions options) throws IOException {
        Path file = inside(path);
        try {
            return readFile(file, options);
        } catch (OutOfMemoryError e) {
            throw new DemonstrationException(file, "it does not fit into the memory that the JVM may use, "
                    + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB: start it with ADVECT_JAVA_OPTS=-Xmx4g, for instance",
                    e);
        }
    }

    private static Contents readFile(Path file, ReadOptions options) throws IOException {
        if (!Hdf5Source.recognises(file)) {
            if (!file.toString().endsWith(".safetensors")) {
                throw new DemonstrationException(file, "it is neither an HDF5 file nor one of safetensors");
            }
            return new Contents(OwnFormat.read(file), Format.ADVECT, "", List.of());
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
        for (String name : INSIDE) {
            if (Files.isRegularFile(path.resolve(name))) {
                return path.resolve(name);
            }
        }
        throw new DemonstrationException(path, "the folder holds no " + INSIDE.getFirst());
    }

    /** The format in which a file of this name is written; null if there is none. */
    public static @Nullable Format formatOf(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".hdf5") || name.endsWith(".h5")) {
            return Format.ROBOMIMIC;
        }
        return name.endsWith(".safetensors") ? Format.ADVECT : null;
    }

    /**
     * Writes a file whole or not at all, in the format of its name: robomimic's for {@code .hdf5} and {@code .h5}, this
     * project's own for {@code .safetensors}.
     *
     * @param environment the name of where they come from, without quotes or control characters
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

    /** As {@link #write(Path, Demonstrations, String)}, with nothing said of where they come from. */
    public static void write(Path file, Demonstrations demonstrations) throws IOException {
        write(file, demonstrations, "");
    }
}
