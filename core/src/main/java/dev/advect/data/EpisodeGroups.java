package dev.advect.data;

import io.jhdf.api.Group;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** What the formats that keep a group for each episode have in common: one builder, the same sizes everywhere. */
final class EpisodeGroups {
    private final Hdf5Source source;
    private @Nullable DemonstrationBuilder builder;
    private int observationSize;
    private int actionSize;

    EpisodeGroups(Hdf5Source source) {
        this.source = source;
    }

    /** Reads an episode's group and adds it. */
    @FunctionalInterface
    interface Episode {
        void read(Group group) throws IOException;
    }

    Demonstrations read(List<Group> groups, Episode episode) throws IOException {
        for (Group group : groups) {
            episode.read(group);
        }
        if (builder == null || builder.steps() == 0) {
            throw source.refusal("it holds no steps");
        }
        return builder.build();
    }

    /** See {@link DemonstrationBuilder#add(Table, Table, float[], boolean[], Table)}. */
    void add(Table observations, Table actions, float[] rewards, boolean[] ends, @Nullable Table nexts)
            throws DemonstrationException {
        if (builder == null) {
            observationSize = observations.columns();
            actionSize = actions.columns();
            builder = new DemonstrationBuilder(observationSize, actionSize);
        }
        require(observations, observationSize);
        require(actions, actionSize);
        if (nexts != null) {
            require(nexts, observationSize);
        }
        builder.add(observations, actions, rewards, ends, nexts);
    }

    private void require(Table table, int columns) throws DemonstrationException {
        if (table.columns() != columns) {
            throw source.refusal("'" + table.name() + "' has " + table.columns() + " components a step, elsewhere there are "
                    + columns);
        }
    }
}
