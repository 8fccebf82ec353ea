package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets libraries that are not on this machine into the user's cache: by pip, which has every version from 2.2.2 on, and by
 * the packages of Debian and Ubuntu, which have 2.2.2.
 */
public final class LibraryFetch {
    private static final Logger LOG = LoggerFactory.getLogger(LibraryFetch.class);

    private final Machine machine;
    private final AptFetch apt;
    private final PipFetch pip;

    public LibraryFetch(Machine machine) {
        this.machine = machine;
        apt = new AptFetch(machine);
        pip = new PipFetch(machine);
    }

    /** One way to get a version. */
    private record Way(String name, Version version, LibraryCache.Filler filler) {}

    /**
     * Gets a version, unless it was fetched before, and returns its library.
     *
     * @throws MujocoException if that fails; it says what to do
     */
    public Path fetch(Version version) {
        List<Way> ways = new ArrayList<>();
        if (version.equals(Version.DEBIAN)) {
            addApt(ways);
        }
        addPip(ways, version);
        return first(ways, "MuJoCo " + version + " cannot be fetched", "A wheel or a library from elsewhere will do: "
                + LibraryFinder.VARIABLE + "=FILE.");
    }

    /** Gets the preferred version, or the older one where that fails. */
    Path fetchAny() {
        List<Way> ways = new ArrayList<>();
        addPip(ways, Version.WHEEL);
        addApt(ways);
        return first(ways, "MuJoCo was not found, and cannot be fetched", Advice.of(machine));
    }

    private void addApt(List<Way> ways) {
        if (apt.isPossible()) {
            ways.add(new Way("apt-get", Version.DEBIAN, apt::fetch));
        }
    }

    private void addPip(List<Way> ways, Version version) {
        if (pip.pip().isPresent()) {
            ways.add(new Way("pip", version, (work, ready) -> pip.fetch(version, work, ready)));
        }
    }

    private Path first(List<Way> ways, String failure, String advice) {
        List<String> reasons = new ArrayList<>();
        for (Way way : ways) {
            try {
                LOG.info("fetching MuJoCo {} by {} into {}", way.version, way.name, machine.cache());
                return new LibraryCache(machine.cache()).library(way.version.toString(), machine, way.filler);
            } catch (IOException e) {
                reasons.add(way.name + ": " + machine.cache() + ": " + e);
            } catch (MujocoException e) {
                reasons.add(String.valueOf(e.getMessage()));
            }
        }
        String why = reasons.isEmpty() ? "there is neither apt-get nor pip" : String.join("; ", reasons);
        throw new MujocoException(failure + ": " + why + ". " + advice);
    }
}
