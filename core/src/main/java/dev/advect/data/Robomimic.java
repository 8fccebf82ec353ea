package dev.advect.data;

import dev.advect.env.ObservationPart;
import dev.advect.io.AtomicFile;
import dev.advect.io.NaturalOrder;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.WritableGroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reader and writer of robomimic files (Mandlekar et al. 2021, arXiv 2108.03298), as documented under "Dataset
 * Structure":
 *
 * <pre>
 * data                  attributes total, env_args, and our own obs_keys
 *   demo_0              attribute num_samples
 *     obs/KEY           [T, k], several keys
 *     next_obs/KEY      [T, k]
 *     actions           [T, d]
 *     rewards           [T]
 *     dones             [T]
 *   demo_1 …
 * mask/NAME             the names of some demonstrations, for example train and valid
 * </pre>
 *
 * <p>A step that is done counts as terminated. A demonstration whose last step is not done counts as truncated.
 */
final class Robomimic {
    /** The name of an observation without parts, as in robomimic's own conversion of D4RL. */
    private static final String WHOLE = "flat";
    /** Our own attribute with the keys of an observation in order, which HDF5 does not preserve. */
    private static final String ORDER = "obs_keys";

    private Robomimic() {}

    static boolean recognises(Hdf5Source source) throws DemonstrationException {
        Hdf5Group data = source.root().findGroup("data");
        if (data == null) {
            return false;
        }
        for (String name : data.names()) {
            Hdf5Group demo = name.startsWith("demo") ? data : data.findGroup(name);
            if (demo == data || (demo != null && demo.has("actions"))) {
                return true;
            }
        }
        return false;
    }

    static Demonstrations read(Hdf5Source source, ReadOptions options, List<String> notes) throws IOException {
        Hdf5Group data = source.root().group("data");
        EpisodeGroups episodes = new EpisodeGroups(source, options, notes);
        List<String> keys = options.observationKeys();
        List<String> order = order(data);
        long[] total = {0};
        List<Hdf5Group> demos = options.mask().isEmpty() ? data.groups() : masked(source, data, options.mask());
        Demonstrations all = episodes.read(demos, (demo, actions) -> {
            int steps = actions.rows().rows();
            total[0] += steps;
            requireNumber(source, demo, "num_samples", steps, options);
            Hdf5Observation observations = observation(source, demo, "obs", keys, order);
            source.requireRows(observations.rows(), steps);
            Hdf5Observation nexts = demo.has("next_obs") ? observation(source, demo, "next_obs", keys, order) : null;
            if (nexts != null) {
                source.requireRows(nexts.rows(), steps);
            }
            episodes.add(observations, actions.rows(), demo.column("rewards", steps), demo.marks("dones", steps), nexts);
        });
        if (options.mask().isEmpty()) {
            requireNumber(source, data, "total", total[0], options);
        }
        return all;
    }

    /** The demonstrations that a list in the group {@code mask} names, in their natural order. */
    private static List<Hdf5Group> masked(Hdf5Source source, Hdf5Group data, String mask) throws DemonstrationException {
        Hdf5Group masks = source.root().findGroup("mask");
        if (masks == null || !(masks.find(mask) instanceof Dataset list)) {
            throw source.refusal("there is no list 'mask/" + mask + "' of demonstrations"
                    + (masks == null ? "; the file has no masks" : "; there are " + String.join(", ", masks.names())));
        }
        if (!(list.getDataFlat() instanceof String[] names)) {
            throw source.refusal("the list 'mask/" + mask + "' does not hold names");
        }
        List<Hdf5Group> demos = new ArrayList<>();
        for (String name : Stream.of(names).distinct().sorted(NaturalOrder.INSTANCE).toList()) {
            demos.add(data.group(name));
        }
        return demos;
    }

    private static Hdf5Observation observation(Hdf5Source source, Hdf5Group demo, String name, List<String> keys,
            List<String> order) throws DemonstrationException {
        Hdf5Observation found = Hdf5Observation.of(source, demo, name, keys, order);
        boolean whole = found.parts().size() == 1 && found.parts().getFirst().name().equals(WHOLE);
        return whole ? new Hdf5Observation(found.rows(), List.of()) : found;
    }

    /** The keys in the order that the file specifies; empty if it specifies none. */
    private static List<String> order(Hdf5Group data) {
        return data.attribute(ORDER) instanceof String[] keys ? List.of(keys) : List.of();
    }

    private static void requireNumber(Hdf5Source source, Hdf5Group group, String attribute, long found, ReadOptions options)
            throws DemonstrationException {
        if (group.attribute(attribute) instanceof Number stated && stated.longValue() != found && !options.ignoreCounts()) {
            throw source.refusal("'" + group.path() + "' holds " + found + " steps, its attribute " + attribute + " says "
                    + stated + ": where the steps are right, advect data convert --ignore-counts writes a file that says so");
        }
    }

    /** The file's description of its environment; empty if there is none. */
    static String environment(Hdf5Source source) throws IOException {
        Object found = source.root().group("data").attribute("env_args");
        return found == null ? "" : String.valueOf(found);
    }

    /**
     * Writes a file that robomimic can read, atomically.
     *
     * @param environment the environment's name, without quotes or control characters
     */
    static void write(Path file, Demonstrations demonstrations, String environment) throws IOException {
        AtomicFile.writeFile(file, temporary -> {
            try (WritableHdfFile hdf = HdfFile.write(temporary)) {
                WritableGroup data = hdf.putGroup("data");
                data.putAttribute("total", (long) demonstrations.steps());
                data.putAttribute("env_args", "{\"env_name\": \"" + environment + "\", \"type\": 2, \"env_kwargs\": {}}");
                if (!demonstrations.parts().isEmpty()) {
                    data.putAttribute(ORDER,
                            demonstrations.parts().stream().map(ObservationPart::name).toArray(String[]::new));
                }
                for (int i = 0; i < demonstrations.episodes(); i++) {
                    write(data.putGroup("demo_" + i), demonstrations, demonstrations.starts()[i], demonstrations.end(i));
                }
            } catch (RuntimeException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io; // a disk error, which the library wraps in "Exception writing"
                }
                throw new DemonstrationException(file, "it cannot be written: " + e.getMessage(), e);
            }
        });
    }

    private static void write(WritableGroup demo, Demonstrations from, int start, int end) {
        demo.putAttribute("num_samples", (long) (end - start));
        demo.putDataset("actions", rows(from.action(), from.actionSize(), 0, from.actionSize(), start, end));
        demo.putDataset("rewards", Arrays.copyOfRange(from.reward(), start, end));
        long[] dones = new long[end - start];
        for (int i = 0; i < dones.length; i++) {
            dones[i] = from.terminated()[start + i] ? 1 : 0;
        }
        demo.putDataset("dones", dones);
        observation(demo.putGroup("obs"), from, from.observation(), start, end);
        observation(demo.putGroup("next_obs"), from, from.nextObservation(), start, end);
    }

    private static void observation(WritableGroup group, Demonstrations from, float[] values, int start, int end) {
        List<ObservationPart> parts = from.parts().isEmpty()
                ? List.of(new ObservationPart(WHOLE, from.observationSize())) : from.parts();
        Map<String, WritableGroup> groups = new HashMap<>();
        groups.put("", group);
        int offset = 0;
        for (ObservationPart part : parts) {
            int slash = part.name().lastIndexOf('/');
            parent(groups, slash < 0 ? "" : part.name().substring(0, slash)).putDataset(
                    part.name().substring(slash + 1), rows(values, from.observationSize(), offset, part.size(), start, end));
            offset += part.size();
        }
    }

    /** The group of a path, which is created if it does not exist. */
    private static WritableGroup parent(Map<String, WritableGroup> groups, String path) {
        WritableGroup found = groups.get(path);
        if (found == null) {
            int slash = path.lastIndexOf('/');
            found = parent(groups, slash < 0 ? "" : path.substring(0, slash)).putGroup(path.substring(slash + 1));
            groups.put(path, found);
        }
        return found;
    }

    /** Copies the columns {@code [offset, offset + width)} of the rows {@code [start, end)}. */
    private static float[][] rows(float[] values, int columns, int offset, int width, int start, int end) {
        float[][] rows = new float[end - start][];
        for (int i = 0; i < rows.length; i++) {
            int from = (start + i) * columns + offset;
            rows[i] = Arrays.copyOfRange(values, from, from + width);
        }
        return rows;
    }
}
