package dev.advect.mujoco.layout;

import dev.advect.mujoco.MujocoException;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Processes;
import dev.advect.mujoco.library.Version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Folders called mujoco with the C headers of MuJoCo, which tests read. */
public final class HeaderFolders {
    private HeaderFolders() {}

    /** Those of the tested versions that this machine has or gets; the test is skipped if there is none. */
    public static List<Path> ofTestedVersions() throws IOException {
        // found and not loaded: the tables, which are compared with the headers, may be wrong
        Path library = LibraryFinder.ofThisMachine().find(Function.identity());
        List<Path> folders = new ArrayList<>(Headers.folders(library));
        folders.addAll(ofDebian());
        String more = System.getProperty("advect.test.headers", "");
        Stream.of(more.split(":", -1)).filter(folder -> !folder.isEmpty()).map(Path::of).forEach(folders::add);
        List<Path> tested = folders.stream()
                .filter(folder -> Version.TESTED.contains(Headers.read(folder).version()))
                .toList();
        assumeFalse(tested.isEmpty(), "there are no headers of MuJoCo " + Version.TESTED);
        return tested;
    }

    /** The headers of the package libmujoco-dev, which apt fetches once; none where it cannot. */
    private static List<Path> ofDebian() throws IOException {
        Path root = Path.of("target", "libmujoco-dev").toAbsolutePath();
        Path headers = root.resolve("unpacked/usr/include/mujoco");
        if (!Files.isDirectory(headers)) {
            Files.createDirectories(root);
            Processes processes = new Processes(root, Duration.ofSeconds(60));
            try {
                processes.run(List.of("apt-get", "-o", "APT::Sandbox::User=", "download", "libmujoco-dev"));
                try (Stream<Path> files = Files.list(root)) {
                    for (Path archive : files.filter(file -> file.toString().endsWith(".deb")).toList()) {
                        processes.run(List.of("dpkg-deb", "-x", archive.toString(), root + "/unpacked"));
                    }
                }
            } catch (MujocoException e) {
                System.err.println("the headers of Debian's MuJoCo are not compared: " + e.getMessage());
            }
        }
        return Files.isDirectory(headers) ? List.of(headers) : List.of();
    }
}
