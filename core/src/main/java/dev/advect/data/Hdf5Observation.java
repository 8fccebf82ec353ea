package dev.advect.data;

import dev.advect.env.ObservationPart;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An observation or action that is stored either as one data set or as a group of data sets.
 *
 * @param rows the parts, joined column by column
 * @param parts the names and sizes of the parts, in order; empty for a single data set
 */
record Hdf5Observation(Rows rows, List<ObservationPart> parts) {
    /** The maximum depth of nested groups. */
    private static final int MAX_DEPTH = 16;

    /**
     * Finds the observation of an episode.
     *
     * @param keys the parts that are asked for, in order, which are refused for a single data set; empty for all
     * @param order all parts in the file's own order; empty for all vectors, sorted by name
     */
    static Hdf5Observation of(Hdf5Source source, Hdf5Group episode, String name, List<String> keys, List<String> order)
            throws DemonstrationException {
        Hdf5Group group = episode.findGroup(name);
        if (group == null) {
            Hdf5Rows whole = episode.rows(name);
            if (!keys.isEmpty()) {
                throw source.refusal("the data set '" + whole.name() + "' has no named parts, --keys is not possible");
            }
            return new Hdf5Observation(whole, List.of());
        }
        List<String> names = new ArrayList<>(keys.isEmpty() ? order : keys);
        if (names.isEmpty()) {
            addVectors(source, group, "", MAX_DEPTH, names);
            names.sort(Comparator.naturalOrder());
        }
        if (names.isEmpty()) {
            throw source.refusal("the group '" + group.path() + "' holds no vectors");
        }
        List<Hdf5Rows> tables = new ArrayList<>();
        List<ObservationPart> parts = new ArrayList<>();
        for (String key : names) {
            Hdf5Rows table = group.rows(key);
            if (!tables.isEmpty() && table.rows() != tables.getFirst().rows()) {
                throw source.refusal("the parts of '" + group.path() + "' have different numbers of rows");
            }
            tables.add(table);
            parts.add(new ObservationPart(key, table.columns()));
        }
        return new Hdf5Observation(new JoinedRows(group.path(), tables), parts);
    }

    /** Adds the paths of all data sets with at most two dimensions, which excludes images. */
    private static void addVectors(Hdf5Source source, Hdf5Group group, String prefix, int depth, List<String> names)
            throws DemonstrationException {
        if (depth == 0) {
            throw source.refusal("'" + group.path() + "' lies in " + MAX_DEPTH + " other groups, perhaps in itself");
        }
        for (String name : group.names()) {
            Node node = group.find(name);
            Hdf5Group inner = group.findGroup(name);
            if (inner != null) {
                addVectors(source, inner, prefix + name + "/", depth - 1, names);
            } else if (node instanceof Dataset dataset && dataset.getDimensions().length <= 2) {
                names.add(prefix + name);
            }
        }
    }
}
