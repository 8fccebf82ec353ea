package dev.advect.data;

import io.jhdf.api.Group;

import java.io.IOException;

/**
 * The format of Minari, {@code data/main_data.hdf5} of a data set's folder, as its "Dataset Standards" have it:
 *
 * <pre>
 * episode_0
 *   observations    [T + 1, o], or a group of parts
 *   actions         [T, d]
 *   rewards         [T]
 *   terminations    [T]
 *   truncations     [T]
 * episode_1 …
 * </pre>
 */
final class Minari {
    private static final String EPISODE = "episode_";

    private Minari() {}

    static boolean recognises(Hdf5Source source) {
        return !source.numbered(source.root(), EPISODE).isEmpty();
    }

    static Demonstrations read(Hdf5Source source, ReadOptions options) throws IOException {
        EpisodeGroups episodes = new EpisodeGroups(source);
        return episodes.read(source.numbered(source.root(), EPISODE), episode -> {
            Table actions = source.observations(episode, "actions", ReadOptions.NONE);
            int steps = actions.rows();
            Table observations = source.observations(episode, "observations", options);
            if (observations.rows() != steps + 1) {
                throw source.refusal("the data set '" + observations.name() + "' has " + observations.rows() + " rows, "
                        + steps + " actions need " + (steps + 1));
            }
            boolean[] terminated = source.marks(episode, "terminations", steps);
            boolean[] truncated = source.marks(episode, "truncations", steps);
            requireNoEndWithin(source, episode, terminated, truncated);
            episodes.add(observations, actions, source.column(episode, "rewards", steps), terminated, null);
        });
    }

    private static void requireNoEndWithin(Hdf5Source source, Group episode, boolean[] terminated, boolean[] truncated)
            throws DemonstrationException {
        for (int t = 0; t < terminated.length - 1; t++) {
            if (terminated[t] || truncated[t]) {
                throw source.refusal("'" + episode.getName() + "' goes on after its end, step " + t);
            }
        }
    }
}
