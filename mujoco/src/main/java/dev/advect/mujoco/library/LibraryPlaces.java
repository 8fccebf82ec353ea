package dev.advect.mujoco.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders in which MuJoCo is looked for, in the order in which they are searched.
 *
 * <p>No program is started to find them: this happens at every start, and on macOS {@code python3} may be a stand-in
 * that opens a window. The packages of Python are found by where {@code python3} lies.
 */
final class LibraryPlaces {
    private static final String PACKAGE = "mujoco";

    private final Machine machine;
    private final List<Place> places = new ArrayList<>();

    /**
     * A folder that may hold the library.
     *
     * @param why it is searched, in a user's words
     */
    record Place(String why, Path folder) {}

    private LibraryPlaces(Machine machine) {
        this.machine = machine;
    }

    /** All places of a machine; many of them do not exist. */
    static List<Place> of(Machine machine) {
        LibraryPlaces all = new LibraryPlaces(machine);
        all.addSystem();
        all.addPython();
        all.addMac();
        all.addCache();
        return all.places.stream().distinct().toList();
    }

    /** The folders below one that a user named that may hold the library: as archives, wheels and packages have it. */
    static List<Path> below(Path named) {
        List<Path> folders = new ArrayList<>();
        for (String inner : List.of("", "lib", "bin", PACKAGE, "Versions/A", "mujoco.framework/Versions/A",
                "Contents/Frameworks/mujoco.framework/Versions/A")) {
            folders.add(named.resolve(inner));
        }
        sitePackages(named).forEach(packages -> folders.add(packages.resolve(PACKAGE)));
        return folders;
    }

    private void addSystem() {
        for (String variable : List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")) {
            machine.folders(variable).forEach(folder -> add(variable, folder));
        }
        if (machine.platform() == Machine.Platform.WINDOWS) {
            machine.folders("PATH").forEach(folder -> add("PATH", folder));
            return;
        }
        String gnu = (machine.processor().equals(Machine.ARM64) ? "aarch64" : "x86_64") + "-linux-gnu";
        for (String folder : List.of(
                "usr/local/lib", "usr/lib/" + gnu, "usr/lib64", "usr/lib", "opt/homebrew/lib")) {
            add("system", machine.root().resolve(folder));
        }
    }

    private void addPython() {
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            machine.folder(variable).ifPresent(prefix -> addPackages(variable, prefix));
        }
        for (String program : List.of("python3", "python")) {
            Optional<Path> python = machine.program(program);
            if (python.isPresent()) {
                // the folder that it seems to lie in, as of a virtual environment, and the one of the program itself
                prefixes(python.get()).forEach(prefix -> addPackages(program, prefix));
                break;
            }
        }
        for (String local : List.of(".local", "Library/Python/3.*", "AppData/Roaming/Python/Python3*")) {
            matching(machine.home(), local).forEach(prefix -> addPackages("python3, of the user", prefix));
        }
        Path pyenv = machine.folder("PYENV_ROOT").orElseGet(() -> machine.home().resolve(".pyenv"));
        matching(pyenv, "versions/*").forEach(prefix -> addPackages("pyenv", prefix));
    }

    private Stream<Path> prefixes(Path python) {
        return Stream.of(python, LibraryNames.real(python))
                .map(file -> machine.platform() == Machine.Platform.WINDOWS
                        ? file.getParent()
                        : file.resolve("../..").normalize())
                .distinct();
    }

    private void addPackages(String why, Path prefix) {
        sitePackages(prefix).forEach(packages -> add(why, packages.resolve(PACKAGE)));
    }

    private void addMac() {
        if (machine.platform() != Machine.Platform.MAC) {
            return;
        }
        for (Path root : List.of(machine.root(), machine.home())) {
            add("framework", root.resolve("Library/Frameworks/mujoco.framework/Versions/A"));
            add("application", root.resolve(
                    "Applications/MuJoCo.app/Contents/Frameworks/mujoco.framework/Versions/A"));
        }
    }

    private void addCache() {
        new LibraryCache(machine.cache()).folders().forEach(folder -> add("cache", folder));
    }

    private void add(String why, Path folder) {
        places.add(new Place(why, folder));
    }

    /** The folders of packages of a Python that is installed under a prefix. */
    private static List<Path> sitePackages(Path prefix) {
        return Stream.of("lib/python3*/site-packages", "lib/python3*/dist-packages", "lib/python/site-packages",
                        "Lib/site-packages", "site-packages")
                .flatMap(pattern -> matching(prefix, pattern).stream())
                .toList();
    }

    /** The folders below another one whose names fit, a star being anything at the end of a name. */
    private static List<Path> matching(Path folder, String pattern) {
        List<Path> found = List.of(folder);
        for (String part : pattern.split("/", -1)) {
            boolean open = part.endsWith("*");
            String start = open ? part.substring(0, part.length() - 1) : part;
            found = found.stream()
                    .flatMap(parent -> open
                            ? LibraryNames.list(parent).reversed().stream()
                                    .filter(child -> LibraryNames.name(child).startsWith(start))
                            : Stream.of(parent.resolve(part)))
                    .filter(Files::isDirectory)
                    .toList();
        }
        return found;
    }
}
