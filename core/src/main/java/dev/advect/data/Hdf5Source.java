package dev.advect.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An HDF5 file that is read with suspicion: whatever is missing, of another shape, not a number or cut off ends in one
 * line that names the file and the place.
 */
final class Hdf5Source implements AutoCloseable {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** As much of the superblock as it takes to find the end-of-file address, of any version. */
    private static final int SUPERBLOCK = 52;

    private final Path path;
    private final HdfFile file;

    private Hdf5Source(Path path, HdfFile file) {
        this.path = path;
        this.file = file;
    }

    /** Whether a file begins as HDF5 does. */
    static boolean recognises(Path path) throws IOException {
        ByteBuffer head = head(path);
        return head.limit() >= SIGNATURE.length && head.slice(0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
    }

    private static ByteBuffer head(Path path) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SUPERBLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path)) {
            int read;
            do {
                read = channel.read(head);
            } while (read > 0); // until it is full or the file ends
            return head.flip();
        }
    }

    static Hdf5Source open(Path path) throws IOException {
        if (!recognises(path)) {
            throw new DemonstrationException(path, "it is not an HDF5 file");
        }
        requireWhole(path);
        try {
            return new Hdf5Source(path, new HdfFile(path));
        } catch (RuntimeException e) {
            throw damaged(path, e);
        }
    }

    /** The superblock says where the file ends: HDF5 File Format Specification 3.0, II.A. */
    private static void requireWhole(Path path) throws IOException {
        ByteBuffer head = head(path);
        int version = head.limit() > SIGNATURE.length ? head.get(8) : 0;
        int at = switch (version) {
            case 0 -> 40;
            case 1 -> 44;
            case 2, 3 -> 28;
            default -> throw new DemonstrationException(path, "its superblock is not of a known version");
        };
        int widthOfOffsets = version < 2 ? 13 : 9;
        if (head.limit() < at + Long.BYTES) {
            throw new DemonstrationException(path, "it is truncated: it has " + head.limit() + " bytes only");
        }
        try (FileChannel channel = FileChannel.open(path)) {
            long declared = head.getLong(at);
            if (head.get(widthOfOffsets) == Long.BYTES && declared > channel.size()) {
                throw new DemonstrationException(path,
                        "it is truncated: it has " + channel.size() + " bytes, its header says " + declared);
            }
        }
    }

    private static DemonstrationException damaged(Path path, RuntimeException e) {
        return new DemonstrationException(path, "it is damaged: " + e.getMessage(), e);
    }

    DemonstrationException refusal(String detail) {
        return new DemonstrationException(path, detail);
    }

    /** What the library does with a damaged file, exceptions of any kind, becomes one line. */
    <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            throw damaged(path, e);
        }
    }

    /** Reads something. */
    @FunctionalInterface
    interface Reading<T> {
        T get() throws IOException;
    }

    // ---- finding

    Group root() {
        return file;
    }

    /** A member of a group; null if there is none. */
    @Nullable Node find(Group group, String name) {
        return group.getChildren().get(name);
    }

    Group group(Group parent, String name) throws DemonstrationException {
        if (find(parent, name) instanceof Group group) {
            return group;
        }
        throw refusal("the group '" + place(parent, name) + "' is missing" + members(parent));
    }

    Dataset dataset(Group parent, String name) throws DemonstrationException {
        Node node = parent;
        for (String part : name.split("/", -1)) {
            node = node instanceof Group group ? find(group, part) : null;
        }
        if (node instanceof Dataset dataset) {
            return dataset;
        }
        throw refusal("the data set '" + place(parent, name) + "' is missing" + members(parent));
    }

    private static String members(Group group) {
        List<String> names = group.getChildren().keySet().stream().sorted().limit(12).toList();
        return names.isEmpty() ? "; the group is empty" : "; there are " + String.join(", ", names);
    }

    private static String place(Group parent, String name) {
        return (parent.getPath() + "/" + name).replaceAll("^/+", "").replaceAll("/+", "/");
    }

    /** The subgroups {@code prefix0, prefix1, …}, by number. */
    List<Group> numbered(Group parent, String prefix) {
        List<Group> groups = new ArrayList<>();
        parent.getChildren().forEach((name, node) -> {
            if (name.matches(prefix + "\\d{1,9}") && node instanceof Group group) {
                groups.add(group);
            }
        });
        groups.sort(Comparator.comparingInt(group -> Integer.parseInt(group.getName().substring(prefix.length()))));
        return groups;
    }

    /** A whole number that a group says of itself; -1 if it does not. */
    static long number(Group group, String attribute) {
        Attribute found = group.getAttributes().get(attribute);
        return found != null && found.getData() instanceof Number number ? number.longValue() : -1;
    }

    // ---- numbers

    /** Rows of numbers, all finite; a data set of one dimension has one column. */
    Table table(Group parent, String name) throws DemonstrationException {
        Dataset dataset = dataset(parent, name);
        String place = place(parent, name);
        int[] shape = dataset.getDimensions();
        if (shape.length != 1 && shape.length != 2) {
            throw refusal("the data set '" + place + "' has " + shape.length
                    + " dimensions, [steps] or [steps, components] is needed");
        }
        int columns = shape.length == 1 ? 1 : shape[1];
        if (shape[0] == 0 || columns == 0) {
            throw refusal("the data set '" + place + "' is empty");
        }
        float[] values = floats(dataset, place);
        if (values.length != (long) shape[0] * columns) {
            throw refusal("the data set '" + place + "' is not complete");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw refusal("the data set '" + place + "' holds " + values[i] + " in row " + i / columns);
            }
        }
        return new Table(place, shape[0], columns, values);
    }

    /** A number for each of some steps. */
    float[] column(Group parent, String name, int steps) throws DemonstrationException {
        Table table = table(parent, name);
        if (table.columns() != 1) {
            throw refusal("the data set '" + table.name() + "' has " + table.columns() + " columns, 1 is needed");
        }
        requireRows(table, steps);
        return table.values();
    }

    /** A mark for each of some steps: anything but 0 is true. */
    boolean[] marks(Group parent, String name, int steps) throws DemonstrationException {
        float[] numbers = column(parent, name, steps);
        boolean[] marks = new boolean[numbers.length];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = numbers[i] != 0;
        }
        return marks;
    }

    void requireRows(Table table, int steps) throws DemonstrationException {
        if (table.rows() != steps) {
            throw refusal("the data set '" + table.name() + "' has " + table.rows() + " rows, the actions have " + steps);
        }
    }

    private float[] floats(Dataset dataset, String place) throws DemonstrationException {
        Object data = dataset.getDataFlat();
        return switch (data) {
            case float[] floats -> floats;
            case double[] doubles -> {
                float[] floats = new float[doubles.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) doubles[i];
                }
                yield floats;
            }
            case long[] longs -> {
                float[] floats = new float[longs.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = longs[i];
                }
                yield floats;
            }
            case int[] ints -> {
                float[] floats = new float[ints.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = ints[i];
                }
                yield floats;
            }
            case byte[] bytes -> {
                float[] floats = new float[bytes.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = bytes[i];
                }
                yield floats;
            }
            case String[] words -> marks(words, place); // h5py's booleans: an enumeration of FALSE and TRUE
            default -> throw refusal("the data set '" + place + "' does not hold numbers of a usable type");
        };
    }

    private float[] marks(String[] words, String place) throws DemonstrationException {
        float[] floats = new float[words.length];
        for (int i = 0; i < floats.length; i++) {
            if (!words[i].equals("TRUE") && !words[i].equals("FALSE")) {
                throw refusal("the data set '" + place + "' holds texts, numbers are needed");
            }
            floats[i] = words[i].equals("TRUE") ? 1 : 0;
        }
        return floats;
    }

    // ---- observations

    /** An observation that may be kept in parts: a data set, or a group of them. */
    Table observations(Group parent, String name, ReadOptions options) throws DemonstrationException {
        if (!(find(parent, name) instanceof Group parts)) {
            return table(parent, name);
        }
        List<String> keys = options.observationKeys().isEmpty() ? vectors(parts, "") : options.observationKeys();
        if (keys.isEmpty()) {
            throw refusal("the group '" + place(parent, name) + "' holds no vectors");
        }
        List<Table> tables = new ArrayList<>();
        for (String key : keys) {
            tables.add(table(parts, key));
        }
        Table joined = Table.join(place(parent, name), tables);
        if (joined == null) {
            throw refusal("the parts of '" + place(parent, name) + "' have different numbers of rows");
        }
        return joined;
    }

    /** The data sets of at most two dimensions, sorted by name; pictures have more. */
    private static List<String> vectors(Group group, String prefix) {
        List<String> names = new ArrayList<>();
        group.getChildren().forEach((name, node) -> {
            if (node instanceof Group inner) {
                names.addAll(vectors(inner, prefix + name + "/"));
            } else if (node instanceof Dataset dataset && dataset.getDimensions().length <= 2) {
                names.add(prefix + name);
            }
        });
        names.sort(Comparator.naturalOrder());
        return names;
    }

    @Override
    public void close() {
        file.close();
    }
}
