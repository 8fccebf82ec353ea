package dev.advect.mujoco;

import dev.advect.mujoco.library.Installation;
import dev.advect.mujoco.library.LibraryFetch;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.LibraryNames;
import dev.advect.mujoco.library.Machine;
import dev.advect.mujoco.library.Version;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The MuJoCo libraries of this machine: those that lie about, the one that is used, and getting another one. */
public final class Installations {
    private Installations() {}

    /** All that were found, in the order in which they are tried; none is loaded for it. */
    public static List<Installation> all() {
        return LibraryFinder.ofThisMachine().installations();
    }

    /**
     * The one that this process uses, which is fetched if there is none.
     *
     * @throws MujocoException if none can be loaded
     */
    public static Installation inUse() {
        return described(Mujoco.libraryPath(), Mujoco.version());
    }

    /**
     * The one of those on this machine that would be used; none is fetched.
     *
     * @throws MujocoException if none can be loaded
     */
    public static Installation chosen() {
        LibraryFile library = new LibraryFinder(Machine.ofThisProcess(), () -> {
            throw new MujocoException("none of the MuJoCo libraries that were found can be used");
        }).find(LibraryFile::open);
        return described(library.path(), library.version().toString());
    }

    private static Installation described(Path library, String version) {
        Machine machine = Machine.ofThisProcess();
        Path real = LibraryNames.real(library);
        String place = machine.variable(LibraryFinder.VARIABLE).isPresent()
                ? LibraryFinder.VARIABLE
                : all().stream().filter(one -> LibraryNames.real(one.library()).equals(real))
                        .map(Installation::place).findFirst().orElse("cache");
        return new Installation(library, place, Optional.of(version), Optional.empty());
    }

    /**
     * Gets a version into the user's cache, unless it is there already, and returns its library.
     *
     * @param version such as {@code 3.14.0}
     * @throws MujocoException if there is no such version, or it cannot be fetched; it says why
     */
    public static Path fetch(String version) {
        Version asked = LibraryNames.versionIn(version)
                .filter(parsed -> parsed.toString().equals(version))
                .orElseThrow(() -> new MujocoException("'" + version + "' is no version such as 3.14.0"));
        if (!Version.TESTED.contains(asked) && !asked.isAtLeast(3, 5)) {
            throw new MujocoException("advect cannot use MuJoCo " + asked + ": it needs 2.2.2, or 3.5.0 and later");
        }
        return new LibraryFetch(Machine.ofThisProcess()).fetch(asked);
    }
}
