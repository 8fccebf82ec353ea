package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.Layouts;
import dev.advect.mujoco.library.BinaryHeader;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Machine;
import dev.advect.mujoco.library.RecordedChecksum;
import dev.advect.mujoco.library.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A library that was opened and is MuJoCo of a version that can be used. It stays open for the life of the process.
 *
 * @param path of its file
 * @param symbols in it
 * @param layout of the structures of its version
 */
record LibraryFile(Path path, SymbolLookup symbols, Layout layout) {
    private static final Logger LOG = LoggerFactory.getLogger(LibraryFile.class);

    /** What Debian's build needs besides the C and C++ libraries; other builds contain these. */
    private static final List<String> COMPANIONS = List.of("libccd.", "liblodepng.", "libqhull_r.", "libtinyxml2.");

    /**
     * Opens a library.
     *
     * @throws MujocoException if it cannot be opened, is not MuJoCo, or is of a version that cannot be used
     */
    static LibraryFile open(Path path) {
        BinaryHeader.problem(path, Machine.ofThisProcess()).or(() -> RecordedChecksum.problem(path)).ifPresent(problem -> {
            throw new MujocoException("cannot load " + path + ": " + problem + ". " + LibraryFinder.ADVICE);
        });
        SymbolLookup symbols = lookup(path);
        if (symbols.find("mj_version").isEmpty()) {
            throw new MujocoException(path + " is not a MuJoCo library. " + LibraryFinder.ADVICE);
        }
        Version version = Version.ofNumber(Native.version(symbols));
        Layout layout = Layouts.of(version, path);
        List<String> missing = Native.needed(layout).stream().filter(name -> symbols.find(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new MujocoException(path + " says it is MuJoCo " + version + ", but lacks " + String.join(", ", missing) + ". "
                    + LibraryFinder.ADVICE);
        }
        return new LibraryFile(path, symbols, layout);
    }

    /** The version that the library says it is. */
    Version version() {
        return layout.version();
    }

    private static SymbolLookup lookup(Path path) {
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            // the loader takes a library that is open already in place of one it would have to search for
            openCompanions(path);
        }
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            String reason = Native.whyNotOpened(path);
            throw new MujocoException("cannot load " + path + ": " + reason + ". " + LibraryFinder.ADVICE, e);
        }
    }

    private static void openCompanions(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(LibraryFile::isCompanion).sorted().forEach(LibraryFile::tryToOpen);
        } catch (IOException e) {
            LOG.debug("cannot list {}", folder, e);
        }
    }

    private static void tryToOpen(Path companion) {
        try {
            SymbolLookup opened = SymbolLookup.libraryLookup(companion, Arena.global());
            assert opened != null;
        } catch (IllegalArgumentException e) {
            // if it matters, opening the library itself fails and says why
            LOG.debug("cannot open {}", companion, e);
        }
    }

    private static boolean isCompanion(Path file) {
        Path name = file.getFileName();
        return name != null && COMPANIONS.stream().anyMatch(name.toString()::startsWith);
    }
}
