package dev.advect.mujoco.library;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A MuJoCo library that lies on this machine. It was not loaded to learn this.
 *
 * @param library its file
 * @param place why it was looked for there: {@code ADVECT_MUJOCO}, {@code system}, {@code VIRTUAL_ENV}, {@code cache} …
 * @param version such as {@code 3.14.0}, by the names of files and the C headers; nothing where these do not say it
 * @param problem what keeps it from being loaded here, such as another processor; nothing where nothing is known
 */
public record Installation(Path library, String place, Optional<String> version, Optional<String> problem) {

    static Installation of(Path library, String place, Machine machine) {
        return new Installation(library, place, LibraryNames.version(library).map(Version::toString),
                BinaryHeader.problem(library, machine));
    }
}
