package dev.advect.cluster;

import dev.advect.io.AtomicFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file by which a driver asks the runs on other machines to be saved and to end. A task that Spark cancels would not have
 * the time for that.
 *
 * @param folder the folder that all machines share
 * @param driver a name of the driver, as requests of other drivers have no meaning; empty if the folder has one at a time
 */
record StopFile(Path folder, String driver) {
    private Path file() {
        return folder.resolve(driver.isEmpty() ? ".stop" : ".stop-" + driver);
    }

    void request() {
        try {
            AtomicFile.writeString(file(), driver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRequested() {
        return Files.exists(file());
    }

    void delete() throws IOException {
        Files.deleteIfExists(file());
    }
}
