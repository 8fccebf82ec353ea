package dev.advect.mujoco;

import dev.advect.mujoco.library.LibraryFinder;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The MuJoCo library that this process uses: its version, its file, and how it is found.
 *
 * <p>The library is loaded on first use. The environment variable {@code ADVECT_MUJOCO} may name it by a file, a
 * folder, a wheel or a version. Otherwise the system's folders, Python packages, macOS frameworks and the user's cache
 * are searched; if none has it, it is fetched into the cache, see {@link Installations}. The layout of MuJoCo's
 * structures differs between versions, and only versions with a known layout are accepted.
 */
public final class Mujoco {
    private static @Nullable LibraryFile loaded;

    private Mujoco() {}

    /**
     * The version of the library, such as {@code "2.2.2"}.
     *
     * @throws MujocoException if the library cannot be loaded
     */
    public static String version() {
        return load().version().toString();
    }

    /**
     * The path of the loaded library.
     *
     * @throws MujocoException if the library cannot be loaded
     */
    public static Path libraryPath() {
        return load().path();
    }

    /** Tries to load the library. Returns the problem and what to do about it, or an empty result on success. */
    public static Optional<String> problem() {
        try {
            load();
            return Optional.empty();
        } catch (MujocoException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** Loads the library unless it is already loaded. After a failure, the next call tries again. */
    static synchronized LibraryFile load() {
        LibraryFile library = loaded;
        if (library == null) {
            library = LibraryFinder.ofThisMachine().find(LibraryFile::open);
            Native.use(library);
            LayoutCheck.run(library);
            loaded = library;
        }
        return library;
    }
}
