package dev.advect.data;

import dev.advect.io.AtomicFile;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.WritableGroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The format of robomimic (Mandlekar et al. 2021, arXiv 2108.03298), as its documentation has it under "Dataset
 * Structure":
 *
 * <pre>
 * data                  attributes total, env_args
 *   demo_0              attribute num_samples
 *     obs/KEY           [T, k], several keys
 *     next_obs/KEY      [T, k]
 *     actions           [T, d]
 *     rewards           [T]
 *     dones             [T]
 *   demo_1 …
 * </pre>
 *
 * <p>A step that is done counts as terminated, and a demonstration whose last step is not done as cut off.
 */
final class Robomimic {
    /** The name that robomimic's own conversion of D4RL gives an observation that has no parts. */
    private static final String WHOLE = "flat";

    private Robomimic() {}

    static boolean recognises(Hdf5Source source) {
        return source.find(source.root(), "data") instanceof Group data
                && data.getChildren().keySet().stream().anyMatch(name -> name.startsWith("demo"));
    }

    static Demonstrations read(Hdf5Source source, ReadOptions options) throws IOException {
        Group data = source.group(source.root(), "data");
        EpisodeGroups episodes = new EpisodeGroups(source);
        long[] total = {0};
        Demonstrations all = episodes.read(source.numbered(data, "demo_"), demo -> {
            Table actions = source.table(demo, "actions");
            int steps = actions.rows();
            total[0] += steps;
            requireNumber(source, demo, "num_samples", steps);
            Table observations = source.observations(demo, "obs", options);
            source.requireRows(observations, steps);
            Table nexts = source.find(demo, "next_obs") == null ? null : source.observations(demo, "next_obs", options);
            if (nexts != null) {
                source.requireRows(nexts, steps);
            }
            episodes.add(observations, actions, source.column(demo, "rewards", steps),
                    source.marks(demo, "dones", steps), nexts);
        });
        requireNumber(source, data, "total", total[0]);
        return all;
    }

    private static void requireNumber(Hdf5Source source, Group group, String attribute, long found)
            throws DemonstrationException {
        long said = Hdf5Source.number(group, attribute);
        if (said >= 0 && said != found) {
            throw source.refusal("'" + group.getName() + "' holds " + found + " steps, its attribute " + attribute + " says "
                    + said);
        }
    }

    /** What the file says of its environment; empty if nothing. */
    static String environment(Hdf5Source source) throws IOException {
        Attribute found = source.group(source.root(), "data").getAttributes().get("env_args");
        return found == null ? "" : String.valueOf(found.getData());
    }

    /**
     * Writes a file that robomimic can read, whole or not at all.
     *
     * @param environment its name, without quotes or control characters
     */
    static void write(Path file, Demonstrations demonstrations, String environment) throws IOException {
        AtomicFile.writeFile(file, temporary -> {
            try (WritableHdfFile hdf = HdfFile.write(temporary)) {
                WritableGroup data = hdf.putGroup("data");
                data.putAttribute("total", (long) demonstrations.steps());
                data.putAttribute("env_args", "{\"env_name\": \"" + environment + "\", \"type\": 2, \"env_kwargs\": {}}");
                for (int i = 0; i < demonstrations.episodes(); i++) {
                    write(data.putGroup("demo_" + i), demonstrations, demonstrations.starts()[i], demonstrations.end(i));
                }
            } catch (RuntimeException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io; // the disk's doing, which the library calls "Exception writing"
                }
                throw new DemonstrationException(file, "it cannot be written: " + e.getMessage(), e);
            }
        });
    }

    private static void write(WritableGroup demo, Demonstrations from, int start, int end) {
        demo.putAttribute("num_samples", (long) (end - start));
        demo.putDataset("actions", rows(from.action(), from.actionSize(), start, end));
        demo.putDataset("rewards", Arrays.copyOfRange(from.reward(), start, end));
        long[] dones = new long[end - start];
        for (int i = 0; i < dones.length; i++) {
            dones[i] = from.terminated()[start + i] ? 1 : 0;
        }
        demo.putDataset("dones", dones);
        demo.putGroup("obs").putDataset(WHOLE, rows(from.observation(), from.observationSize(), start, end));
        demo.putGroup("next_obs").putDataset(WHOLE, rows(from.nextObservation(), from.observationSize(), start, end));
    }

    private static float[][] rows(float[] values, int width, int start, int end) {
        float[][] rows = new float[end - start][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, (start + i) * width, (start + i + 1) * width);
        }
        return rows;
    }
}
