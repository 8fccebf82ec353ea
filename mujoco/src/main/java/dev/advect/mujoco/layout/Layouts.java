package dev.advect.mujoco.layout;

import dev.advect.mujoco.MujocoException;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds the {@link Layout} of a library: there are tables of the tested versions; of others the C headers beside the
 * library tell it.
 */
public final class Layouts {
    private static final Logger LOG = LoggerFactory.getLogger(Layouts.class);

    private Layouts() {}

    /**
     * The layout of a library of that version.
     *
     * @throws MujocoException if the version is too old, or the library has no headers, or those of another version
     */
    public static Layout of(Version version, Path library) {
        return Version.TESTED.contains(version) ? table(version) : fromHeaders(version, library);
    }

    /** The table of a tested version. */
    public static Layout table(Version version) {
        String name = "layout-" + version + ".txt";
        try (InputStream stream = Layouts.class.getResourceAsStream(name)) {
            Objects.requireNonNull(stream, name);
            return LayoutTable.read(new String(stream.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static Layout fromHeaders(Version version, Path library) {
        if (!version.isAtLeast(3, 5)) {
            throw new MujocoException(library + " is MuJoCo " + version + ", which advect cannot use: it needs 2.2.2, "
                    + "or 3.5.0 and later. " + LibraryFinder.ADVICE);
        }
        List<String> problems = new ArrayList<>();
        for (Path folder : Headers.folders(library)) {
            try {
                Headers headers = Headers.read(folder);
                if (headers.version().equals(version)) {
                    Layout layout = headers.layout(isWindows());
                    warn(version);
                    return layout;
                }
                problems.add("those in " + folder + " are of " + headers.version());
            } catch (HeaderException e) {
                problems.add("those in " + folder + " cannot be read: " + e.getMessage());
            }
        }
        throw new MujocoException(library + " is MuJoCo " + version + ", which needs its C headers beside it, in "
                + "include/mujoco: " + (problems.isEmpty() ? "there are none" : String.join("; ", problems)) + ". "
                + LibraryFinder.ADVICE);
    }

    private static void warn(Version version) {
        if (version.isAtLeast(4, 0)) {
            LOG.warn("MuJoCo {} is untested with this version of advect; {} are tested", version, Version.TESTED);
        } else {
            LOG.info("MuJoCo {} by its headers; {} are tested", version, Version.TESTED);
        }
    }

    public static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
