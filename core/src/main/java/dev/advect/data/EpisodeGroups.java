package dev.advect.data;

import dev.advect.env.ObservationPart;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The common reader of formats that store a group for each episode. Steps are counted first, so that memory is
 * allocated once; sizes and names must be the same in all episodes.
 */
final class EpisodeGroups {
    private final Hdf5Source source;
    private final ReadOptions options;
    private final List<String> notes;
    private @Nullable DemonstrationBuilder builder;
    private @Nullable Hdf5Observation first;
    private int actionSize;
    private int steps;

    /**
     * @param notes remarks about the file, to which this reader adds
     */
    EpisodeGroups(Hdf5Source source, ReadOptions options, List<String> notes) {
        this.source = source;
        this.options = options;
        this.notes = notes;
    }

    /** A reader of one episode's group, which adds the episode. */
    @FunctionalInterface
    interface Episode {
        void read(Hdf5Group group, Hdf5Observation actions) throws IOException;
    }

    Demonstrations read(List<Hdf5Group> groups, Episode episode) throws IOException {
        long sum = 0;
        List<Hdf5Group> filled = new ArrayList<>();
        for (Hdf5Group group : groups) {
            int rows = actions(group).rows().rows();
            if (rows > 0) {
                filled.add(group);
            } else if (options.skipEmpty()) {
                notes.add("'" + group.path() + "' holds no steps and is left out");
            } else {
                throw source.refusal("'" + group.path() + "' holds no steps: advect data convert --skip-empty writes a file "
                        + "without such");
            }
            sum += rows;
        }
        steps = (int) Math.min(sum, Integer.MAX_VALUE);
        for (Hdf5Group group : filled) {
            episode.read(group, actions(group));
        }
        if (builder == null || builder.steps() == 0) {
            throw source.refusal("it holds no steps");
        }
        source.noteLeftOut(builder, notes);
        return builder.build();
    }

    private Hdf5Observation actions(Hdf5Group group) throws DemonstrationException {
        return Hdf5Observation.of(source, group, "actions", List.of(), List.of());
    }

    /** Adds an episode, see {@link DemonstrationBuilder#add(Rows, Rows, float[], boolean[], Rows)}. */
    void add(Hdf5Observation observations, Rows actions, float[] rewards, boolean[] ends, @Nullable Hdf5Observation nexts)
            throws DemonstrationException {
        if (builder == null || first == null) {
            first = observations;
            actionSize = actions.columns();
            builder = source.builder(observations.rows().columns(), actionSize, observations.parts(), steps);
        }
        require(first, observations);
        requireColumns(actions, actionSize);
        if (nexts != null) {
            require(first, nexts);
        }
        builder.add(observations.rows(), actions, rewards, ends, nexts == null ? null : nexts.rows());
    }

    private void require(Hdf5Observation wanted, Hdf5Observation found) throws DemonstrationException {
        requireColumns(found.rows(), wanted.rows().columns());
        if (!found.parts().equals(wanted.parts())) {
            throw source.refusal("'" + found.rows().name() + "' is made of " + ObservationPart.describe(found.parts())
                    + ", elsewhere observations are of " + ObservationPart.describe(wanted.parts()));
        }
    }

    private void requireColumns(Rows rows, int columns) throws DemonstrationException {
        if (rows.columns() != columns) {
            throw source.refusal("'" + rows.name() + "' has " + rows.columns() + " components a step, elsewhere there are "
                    + columns);
        }
    }
}
