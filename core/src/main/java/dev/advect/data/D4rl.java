package dev.advect.data;

import io.jhdf.api.Dataset;

import java.io.IOException;
import java.util.List;

/**
 * The reader of D4RL files (Fu et al. 2020, arXiv 2004.07219), which store all steps in flat data sets:
 *
 * <pre>
 * observations        [n, o]
 * actions             [n, d]
 * rewards             [n]
 * terminals           [n]
 * timeouts            [n], not in the oldest files
 * next_observations   [n, o], in some files
 * </pre>
 *
 * <p>Files without {@code next_observations} do not contain the observation after the last step of a truncated episode.
 * Such a step is left out, as in D4RL's own {@code qlearning_dataset}.
 */
final class D4rl {
    private D4rl() {}

    static boolean recognises(Hdf5Source source) throws DemonstrationException {
        return source.root().find("observations") instanceof Dataset;
    }

    static Demonstrations read(Hdf5Source source, ReadOptions options, List<String> notes) throws IOException {
        Hdf5Group root = source.root();
        Rows actions = root.rows("actions");
        int n = actions.rows();
        Rows observations = root.rows("observations", n);
        float[] rewards = root.column("rewards", n);
        boolean[] terminals = root.marks("terminals", n);
        Rows nexts = root.has("next_observations") ? root.rows("next_observations", n) : null;
        if (nexts != null && nexts.columns() != observations.columns()) {
            throw source.refusal("next_observations have " + nexts.columns() + " components, observations have "
                    + observations.columns());
        }
        boolean[] timeouts = timeouts(source, options, terminals);
        DemonstrationBuilder builder = source.builder(observations.columns(), actions.columns(), List.of(), n);
        for (int i = 0; i < n; i++) {
            boolean last = terminals[i] || timeouts[i] || i == n - 1;
            if (nexts != null) {
                builder.add(observations, actions, i, rewards[i], nexts, i, terminals[i]);
            } else if (!last || terminals[i]) {
                builder.add(observations, actions, i, rewards[i], observations, last ? i : i + 1, terminals[i]);
            } else {
                builder.leaveOut();
            }
            if (last) {
                builder.cutOff();
            }
        }
        if (builder.steps() == 0) {
            throw source.refusal("it holds no step of which it is known where it led");
        }
        source.noteLeftOut(builder, notes);
        return builder.build();
    }

    private static boolean[] timeouts(Hdf5Source source, ReadOptions options, boolean[] terminals)
            throws DemonstrationException {
        if (source.root().has("timeouts")) {
            return source.root().marks("timeouts", terminals.length);
        }
        if (options.episodeSteps() == 0) {
            throw source.refusal("the data set 'timeouts' is missing: how many steps an episode has at most must be said "
                    + "(--episode-steps=N)");
        }
        boolean[] timeouts = new boolean[terminals.length];
        int step = 0;
        for (int i = 0; i < timeouts.length; i++) {
            step++;
            timeouts[i] = step == options.episodeSteps();
            step = terminals[i] || timeouts[i] ? 0 : step;
        }
        return timeouts;
    }
}
