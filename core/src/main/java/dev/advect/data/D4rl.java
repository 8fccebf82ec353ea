package dev.advect.data;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * The format of D4RL (Fu et al. 2020, arXiv 2004.07219): all steps in flat data sets.
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
 * <p>Where the last step of a cut-off episode led is not in files without {@code next_observations}: such a step is left
 * out, as D4RL's own {@code qlearning_dataset} does.
 */
final class D4rl {
    private D4rl() {}

    static boolean recognises(Hdf5Source source) {
        return source.find(source.root(), "observations") instanceof Dataset;
    }

    static Demonstrations read(Hdf5Source source, ReadOptions options) throws IOException {
        Group root = source.root();
        Table actions = source.table(root, "actions");
        int n = actions.rows();
        Table observations = source.table(root, "observations");
        source.requireRows(observations, n);
        float[] rewards = source.column(root, "rewards", n);
        boolean[] terminals = source.marks(root, "terminals", n);
        Table nexts = source.find(root, "next_observations") == null ? null : source.table(root, "next_observations");
        if (nexts != null) {
            source.requireRows(nexts, n);
            if (nexts.columns() != observations.columns()) {
                throw source.refusal("next_observations have " + nexts.columns() + " components, observations have "
                        + observations.columns());
            }
        }
        boolean[] timeouts = timeouts(source, options, terminals);
        DemonstrationBuilder builder = new DemonstrationBuilder(observations.columns(), actions.columns());
        int start = 0;
        for (int i = 0; i < n; i++) {
            if (terminals[i] || timeouts[i] || i == n - 1) {
                builder.add(part(observations, start, i + 1), part(actions, start, i + 1),
                        Arrays.copyOfRange(rewards, start, i + 1), Arrays.copyOfRange(terminals, start, i + 1),
                        nexts == null ? null : part(nexts, start, i + 1));
                start = i + 1;
            }
        }
        if (builder.steps() == 0) {
            throw source.refusal("it holds no step of which it is known where it led");
        }
        return builder.build();
    }

    private static boolean[] timeouts(Hdf5Source source, ReadOptions options, boolean[] terminals)
            throws DemonstrationException {
        if (source.find(source.root(), "timeouts") != null) {
            return source.marks(source.root(), "timeouts", terminals.length);
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

    private static Table part(Table table, int from, int to) {
        return new Table(table.name(), to - from, table.columns(),
                Arrays.copyOfRange(table.values(), from * table.columns(), to * table.columns()));
    }
}
