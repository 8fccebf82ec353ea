package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.stream.Stream;

/**
 * The destination of an output, after following symbolic links.
 *
 * @param given the path as the user gave it, for messages
 * @param file the file behind all links, which need not exist
 * @param folder the folder of the file, which exists
 * @param isStream whether it is a pipe, a device or a socket, so that {@code given} is opened and written to directly
 */
record OutputTarget(Path given, Path file, Path folder, boolean isStream) {
    /** The maximum length of a chain of links, as in Linux. */
    private static final int MAX_LINKS = 40;

    /**
     * Resolves a path.
     *
     * @throws IOException if nothing can be written there, with a one-line message that names the path
     */
    static OutputTarget of(Path given) throws IOException {
        BasicFileAttributes existing = attributes(given);
        Path file = behindLinks(given);
        Path folder = file.getParent();
        if (folder == null || (existing != null && existing.isDirectory())) {
            throw new IOException("cannot write " + given + ": it is a folder");
        }
        if (existing != null && existing.isOther()) {
            return new OutputTarget(given, file, folder, true);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("cannot write " + given + ": there is no folder " + folder);
        }
        if (existing != null && !Files.isWritable(file)) {
            throw new IOException("cannot write " + given + ": it is write-protected");
        }
        return new OutputTarget(given, file, folder, false);
    }

    /** Whether an exception is about this file, its folder, or the temporary file that becomes it. */
    boolean isNamedBy(FileSystemException e, @Nullable Path temporary) {
        return Stream.of(given, file, folder, temporary).anyMatch(path -> String.valueOf(path).equals(e.getFile()));
    }

    /** The attributes of a path; null if nothing exists there. */
    private static @Nullable BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            return null; // nonexistent, or unreachable, which writing will report
        }
    }

    private static Path behindLinks(Path given) throws IOException {
        Path file = given.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MAX_LINKS) {
                throw new IOException("cannot write " + given + ": its links go round in a circle");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        return file;
    }

    /** Copies the permissions and, where that is allowed, the owner of this file to its replacement. */
    void preserveAttributes(Path replacement) throws IOException {
        PosixFileAttributeView old = view(file);
        PosixFileAttributeView fresh = view(replacement);
        if (old == null || fresh == null || !Files.exists(file)) {
            return;
        }
        PosixFileAttributes attributes = old.readAttributes();
        try {
            fresh.setGroup(attributes.group());
            fresh.setOwner(attributes.owner());
        } catch (IOException e) {
            // only root may change owners: the file then belongs to its writer, like any new file
            fresh.setPermissions(attributes.permissions());
            return;
        }
        fresh.setPermissions(attributes.permissions());
    }

    private static @Nullable PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
