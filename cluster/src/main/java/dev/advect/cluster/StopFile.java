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
 * @param mark the driver's mark, as files of earlier drivers have no meaning
 */
record StopFile(Path folder, String mark) {
    private Path file() {
        return folder.resolve(".stop");
    }

    void request() {
        try {
            AtomicFile.writeString(file(), mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRequested() {
        try {
            return Files.exists(file()) && Files.readString(file()).equals(mark);
        } catch (IOException e) {
            return false; // it is being deleted
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file());
    }
}
