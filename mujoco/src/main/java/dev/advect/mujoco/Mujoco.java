package dev.advect.mujoco;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The MuJoCo library of this process: which one, and from where.
 *
 * <p>It is loaded at the first use. The environment variable {@code ADVECT_MUJOCO} may name it: a file, a folder, a wheel
 * or a version. Else it is looked for in the system's folders, in the packages of Python, in the frameworks of macOS and
 * in the user's cache, into which it is fetched if it is nowhere; see {@link Installations}. The layout of MuJoCo's
 * structures differs between versions, and only those that are known are accepted.
 */
public final class Mujoco {
    private static @Nullable LibraryFile loaded;

    private Mujoco() {}

    /**
     * The version, such as {@code "2.2.2"}.
     *
     * @throws MujocoException if the library cannot be loaded
     */
    public static String version() {
        return load().version().toString();
    }

    /**
     * The file of the library that is in use.
     *
     * @throws MujocoException if the library cannot be loaded
     */
    public static Path libraryPath() {
        return load().path();
    }

    /** Tries to load the library; what is wrong and what to do about it, or nothing if all is well. */
    public static Optional<String> problem() {
        try {
            load();
            return Optional.empty();
        } catch (MujocoException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** Loads the library if that has not been done. After a failure, the next call tries anew. */
    static synchronized LibraryFile load() {
        LibraryFile library = loaded;
        if (library == null) {
            library = LibraryFinder.ofThisMachine().find();
            Native.use(library);
            LayoutCheck.run(library);
            loaded = library;
        }
        return library;
    }
}
