package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * The place where an output goes, found through the links that lead there.
 *
 * @param given the path as the user gave it, for messages
 * @param file the file itself, behind all links; it need not exist
 * @param folder the folder of the file, which exists
 * @param isStream whether it is a pipe, a device or a socket: {@code given} is to be opened and written into
 */
record OutputTarget(Path given, Path file, Path folder, boolean isStream) {
    /** As many links in a row as Linux follows. */
    private static final int MAX_LINKS = 40;

    /** @throws IOException where nothing can be written there, in one line that names the path */
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

    /** Null where there is nothing. */
    private static @Nullable BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            return null; // nothing there, or not to be reached, which the writing will say
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

    /** Gives a file that is to take this one's place the permissions and, where that is allowed, the owner of this one. */
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
            // only root may give files away: it then belongs to who writes it, as any new file
            fresh.setPermissions(attributes.permissions());
            return;
        }
        fresh.setPermissions(attributes.permissions());
    }

    private static @Nullable PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
