package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The selection of the MuJoCo library to load. A library named by {@link #VARIABLE} is used, or rejected with an error.
 * Otherwise the first usable library in the {@link LibraryPlaces} is used: first the {@link #DEFAULT} version in any
 * folder, then the other versions that advect is tested with, then any other. If there is none, one is fetched.
 */
public final class LibraryFinder {
    /** The environment variable that names the library: a file, a folder, a wheel or a version. */
    public static final String VARIABLE = "ADVECT_MUJOCO";

    /** The preferred version. */
    static final Version DEFAULT = Version.TESTED.getFirst();

    /** The advice for this machine if no usable library is found. */
    public static final String ADVICE = Advice.of(Machine.ofThisProcess());

    private static final Logger LOG = LoggerFactory.getLogger(LibraryFinder.class);

    private final Machine machine;
    private final Supplier<Path> fetch;

    /**
     * Creates a finder for one machine.
     *
     * @param machine the machine to search
     * @param fetch fetches a library and returns its path, or throws a {@link MujocoException}
     */
    public LibraryFinder(Machine machine, Supplier<Path> fetch) {
        this.machine = machine;
        this.fetch = fetch;
    }

    public static LibraryFinder ofThisMachine() {
        Machine machine = Machine.ofThisProcess();
        return new LibraryFinder(machine, () -> new LibraryFetch(machine).fetchAny());
    }

    /**
     * Finds the library and opens it.
     *
     * @param open opens a file, or throws a {@link MujocoException} that says why it cannot be used
     * @throws MujocoException if no library can be used; the message says what was tried and what to do
     */
    public <T> T find(Function<Path, T> open) {
        Optional<String> named = machine.variable(VARIABLE);
        if (named.isPresent()) {
            return open.apply(named(named.get()));
        }
        for (Installation candidate : installations()) {
            try {
                return open.apply(candidate.library());
            } catch (MujocoException e) {
                if (candidate.place().equals("cache")) {
                    LOG.warn("passed over, though it was fetched: {}; advect mujoco --get={} fetches it again", e.getMessage(),
                            candidate.version().orElse("VERSION"));
                } else {
                    LOG.info("passed over: {}", e.getMessage());
                }
            }
        }
        return open.apply(fetch.get());
    }

    /** All libraries on the machine, in the order in which they are tried. */
    public List<Installation> installations() {
        List<Installation> all = new ArrayList<>();
        Set<Path> seen = new HashSet<>(); // a folder may be listed twice, and files may be links
        for (LibraryPlaces.Place place : LibraryPlaces.of(machine)) {
            for (Path library : LibraryNames.in(place.folder())) {
                if (seen.add(LibraryNames.real(library))) {
                    all.add(Installation.of(library, place.why(), machine));
                }
            }
        }
        all.sort(Comparator.comparingInt(LibraryFinder::rank)); // stable: libraries of equal rank keep the search order
        return all;
    }

    /** Returns whether a usable library of the given version is on the machine. */
    public boolean has(String version) {
        return ofVersion(version).isPresent();
    }

    private static int rank(Installation candidate) {
        int rank = candidate.version().map(Version::parse).map(Version.TESTED::indexOf).orElse(-1);
        return rank < 0 ? Version.TESTED.size() : rank;
    }

    private Path named(String name) {
        if (LibraryNames.versionIn(name).filter(version -> version.toString().equals(name)).isPresent()) {
            return ofVersion(name).orElseThrow(() -> new MujocoException(VARIABLE + " is " + name
                    + ", but no such version was found. Get it: advect mujoco --get=" + name));
        }
        Path path = Machine.path(name).filter(Files::exists).orElseThrow(() -> unusable(name));
        if (Files.isRegularFile(path)) {
            return path.toString().endsWith(".whl") ? unpacked(new Wheel(path)) : path;
        }
        return LibraryPlaces.below(path).stream()
                .flatMap(folder -> LibraryNames.in(folder).stream())
                .map(library -> Installation.of(library, VARIABLE, machine))
                .min(Comparator.comparingInt(LibraryFinder::rank))
                .map(Installation::library)
                .or(() -> wheelIn(path))
                .orElseThrow(() -> unusable(name));
    }

    private Optional<Path> ofVersion(String version) {
        return installations().stream()
                .filter(one -> one.version().equals(Optional.of(version)) && one.problem().isEmpty())
                .findFirst()
                .map(Installation::library);
    }

    private Optional<Path> wheelIn(Path folder) {
        return LibraryNames.list(folder).stream().filter(Wheel::matches).findFirst()
                .map(wheel -> unpacked(new Wheel(wheel)));
    }

    /** Unpacks a wheel into the cache and returns its library. */
    private Path unpacked(Wheel wheel) {
        try {
            return new LibraryCache(machine.cache())
                    .library(wheel.key(), machine, (work, ready) -> wheel.unpack(ready));
        } catch (IOException e) {
            throw new MujocoException("cannot unpack " + wheel.file() + " into " + machine.cache() + ": " + e, e);
        } catch (MujocoException e) {
            throw new MujocoException(VARIABLE + " is " + wheel.file() + ": " + e.getMessage(), e);
        }
    }

    private static MujocoException unusable(String named) {
        return new MujocoException(VARIABLE + " is " + named + ", neither a MuJoCo library (libmujoco.so.3.14.0, "
                + "libmujoco.3.14.0.dylib, mujoco.dll), nor a folder or a wheel with one, nor a version. "
                + "Correct it or unset it.");
    }
}
