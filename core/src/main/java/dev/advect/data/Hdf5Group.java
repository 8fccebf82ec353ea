package dev.advect.data;

import dev.advect.io.NaturalOrder;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.links.SoftLink;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A group of an HDF5 file, with the path by which it was reached. All links are resolved here: soft links within the
 * file are followed, and links that are broken, circular or lead to other files are rejected with an error that names
 * them.
 */
final class Hdf5Group {
    /** The maximum number of chained soft links. */
    private static final int MAX_LINKS = 16;

    private final Hdf5Source source;
    private final Group root;
    private final Group group;
    private final String path;

    private Hdf5Group(Hdf5Source source, Group root, Group group, String path) {
        this.source = source;
        this.root = root;
        this.group = group;
        this.path = path;
    }

    /** The root group of a file. */
    static Hdf5Group root(Hdf5Source source, Group root) {
        return new Hdf5Group(source, root, root, "");
    }

    /** The path as it was requested, without a leading slash; empty for the root. */
    String path() {
        return path;
    }

    /** The path of a member, for messages. */
    String memberPath(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /** The names of all members, in {@link NaturalOrder}. */
    List<String> names() {
        return group.getChildren().keySet().stream().sorted(NaturalOrder.INSTANCE).toList();
    }

    // ---- members

    /** Finds a member by its name or relative path, following all links; null if it does not exist. */
    @Nullable Node find(String name) throws DemonstrationException {
        return resolve(group, name, memberPath(name), MAX_LINKS);
    }

    private @Nullable Node resolve(Group from, String names, String memberPath, int links) throws DemonstrationException {
        Node node = from;
        for (String name : names.split("/", -1)) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!(node instanceof Group parent)) {
                return null;
            }
            node = parent.getChildren().get(name);
            if (node instanceof Link link) {
                node = follow(parent, link, memberPath, links);
            }
        }
        return node;
    }

    private Node follow(Group parent, Link link, String memberPath, int links) throws DemonstrationException {
        String target = link.getTargetPath();
        if (!(link instanceof SoftLink)) {
            throw source.refusal("'" + memberPath + "' is a link into another file, " + target
                    + ", and such links are not followed: copy what it names into this file (h5copy -f ext)");
        }
        if (links == 0) {
            throw source.refusal("'" + memberPath + "' is a link that leads to " + MAX_LINKS + " others, perhaps in a circle");
        }
        Node node = resolve(target.startsWith("/") ? root : parent, target, memberPath, links - 1);
        if (node == null) {
            throw source.refusal("'" + memberPath + "' is a link to '" + target + "', which is not in the file");
        }
        return node;
    }

    /** Whether a member of this name exists. */
    boolean has(String name) throws DemonstrationException {
        return find(name) != null;
    }

    /** Finds a subgroup; null if no member of this name is a group. */
    @Nullable Hdf5Group findGroup(String name) throws DemonstrationException {
        return find(name) instanceof Group found ? new Hdf5Group(source, root, found, memberPath(name)) : null;
    }

    Hdf5Group group(String name) throws DemonstrationException {
        Hdf5Group found = findGroup(name);
        if (found == null) {
            throw source.refusal("the group '" + memberPath(name) + "' is missing" + members());
        }
        return found;
    }

    /** All members in {@link NaturalOrder}; each must be a group. */
    List<Hdf5Group> groups() throws DemonstrationException {
        List<Hdf5Group> groups = new ArrayList<>();
        for (String name : names()) {
            Hdf5Group found = findGroup(name);
            if (found == null) {
                throw source.refusal("'" + memberPath(name) + "' is not a demonstration: it is no group");
            }
            groups.add(found);
        }
        return groups;
    }

    /** A table of finite numbers. */
    Hdf5Rows rows(String name) throws DemonstrationException {
        if (find(name) instanceof Dataset dataset) {
            return new Hdf5Rows(source, memberPath(name), dataset);
        }
        throw source.refusal("the data set '" + memberPath(name) + "' is missing" + members());
    }

    /** A table of finite numbers with a required number of rows. */
    Hdf5Rows rows(String name, int steps) throws DemonstrationException {
        Hdf5Rows rows = rows(name);
        source.requireRows(rows, steps);
        return rows;
    }

    private String members() {
        List<String> names = names().stream().limit(12).toList();
        return names.isEmpty() ? "; the group is empty" : "; there are " + String.join(", ", names);
    }

    // ---- columns

    /** Reads one number per step. */
    float[] column(String name, int steps) throws DemonstrationException {
        Hdf5Rows rows = rows(name, steps);
        if (rows.columns() != 1) {
            throw source.refusal("the data set '" + rows.name() + "' has " + rows.columns() + " columns, 1 is needed");
        }
        float[] numbers = new float[steps];
        for (int i = 0; i < steps; i++) {
            rows.read(i, numbers, i);
        }
        return numbers;
    }

    /** Reads one flag per step; anything but 0 is true. */
    boolean[] marks(String name, int steps) throws DemonstrationException {
        float[] numbers = column(name, steps);
        boolean[] marks = new boolean[steps];
        for (int i = 0; i < steps; i++) {
            marks[i] = numbers[i] != 0;
        }
        return marks;
    }

    // ---- attributes

    /** The value of an attribute; null if it does not exist. */
    @Nullable Object attribute(String name) {
        Attribute found = group.getAttributes().get(name);
        return found == null ? null : found.getData();
    }
}
