package dev.advect.data;

import dev.advect.env.ObservationPart;
import io.jhdf.api.Dataset;

import java.io.IOException;
import java.util.ArrayList;
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
 *
 * <p>An observation has no parts, except that of Franka Kitchen, which is known by its sizes, 60 numbers beside 9 of an
 * action: where parts are asked for, they are taken from there. For other files they are refused.
 */
final class D4rl {
    /** The parts of an observation in the kitchen files. The goal is constant there, and no environment here observes it. */
    private static final List<ObservationPart> KITCHEN = List.of(new ObservationPart("robot_qpos", 9),
            new ObservationPart("object_qpos", 21), new ObservationPart("goal", 30));
    private static final int KITCHEN_OBSERVATION = 60;
    private static final int KITCHEN_ACTION = 9;

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
        List<ObservationPart> parts = List.of();
        if (observations.columns() == KITCHEN_OBSERVATION && actions.columns() == KITCHEN_ACTION) {
            if (options.observationKeys().isEmpty()) {
                notes.add("the observation looks like that of Franka Kitchen, " + ObservationPart.describe(KITCHEN)
                        + ": --keys=robot_qpos,object_qpos leaves the goal out");
            } else {
                parts = kitchen(source, options.observationKeys());
                observations = PickedColumns.of(observations, KITCHEN, parts);
                nexts = nexts == null ? null : PickedColumns.of(nexts, KITCHEN, parts);
            }
        } else if (!options.observationKeys().isEmpty()) {
            throw source.refusal("the observation has no named parts, --keys is not possible");
        }
        DemonstrationBuilder builder = source.builder(observations.columns(), actions.columns(), parts, n);
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

    private static List<ObservationPart> kitchen(Hdf5Source source, List<String> keys) throws DemonstrationException {
        List<ObservationPart> parts = new ArrayList<>();
        for (String key : keys) {
            parts.add(KITCHEN.stream().filter(part -> part.name().equals(key)).findFirst().orElseThrow(
                    () -> source.refusal("the observation of Franka Kitchen has no part '" + key + "'; it is made of "
                            + ObservationPart.describe(KITCHEN))));
        }
        return parts;
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
