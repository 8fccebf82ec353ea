package dev.advect.app.view;

import java.nio.file.Path;
import java.util.List;

/** The names of runs that are shown together. */
final class RunNames {
    private RunNames() {}

    /** The names of two folders, with as many of the folders around them as it takes to tell them apart. */
    static List<String> apart(Path one, Path other) {
        int depth = 1;
        int most = Math.max(whole(one).getNameCount(), whole(other).getNameCount());
        while (depth < most && tail(one, depth).equals(tail(other, depth))) {
            depth++;
        }
        return List.of(tail(one, depth), tail(other, depth));
    }

    private static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static String tail(Path path, int depth) {
        Path whole = whole(path);
        int count = whole.getNameCount();
        return count == 0 ? whole.toString() : whole.subpath(Math.max(0, count - depth), count).toString();
    }
}
