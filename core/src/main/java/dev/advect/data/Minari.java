package dev.advect.data;

import java.io.IOException;
import java.util.List;

/**
 * The reader of Minari data sets, whose file {@code data/main_data.hdf5} is defined in Minari's "Dataset Standards":
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
    private Minari() {}

    static boolean recognises(Hdf5Source source) {
        return source.root().names().stream().anyMatch(name -> name.startsWith("episode_"));
    }

    static Demonstrations read(Hdf5Source source, ReadOptions options, List<String> notes) throws IOException {
        EpisodeGroups episodes = new EpisodeGroups(source, options, notes);
        return episodes.read(source.root().groups(), (episode, actions) -> {
            int steps = actions.rows().rows();
            Hdf5Observation observations =
                    Hdf5Observation.of(source, episode, "observations", options.observationKeys(), List.of());
            if (observations.rows().rows() != steps + 1) {
                throw source.refusal("the data set '" + observations.rows().name() + "' has " + observations.rows().rows()
                        + " rows, " + steps + " actions need " + (steps + 1));
            }
            boolean[] terminated = episode.marks("terminations", steps);
            boolean[] truncated = episode.marks("truncations", steps);
            requireNoEndWithin(source, episode, terminated, truncated);
            episodes.add(observations, actions.rows(), episode.column("rewards", steps), terminated, null);
        });
    }

    private static void requireNoEndWithin(Hdf5Source source, Hdf5Group episode, boolean[] terminated, boolean[] truncated)
            throws DemonstrationException {
        for (int t = 0; t < terminated.length - 1; t++) {
            if (terminated[t] || truncated[t]) {
                throw source.refusal("'" + episode.path() + "' goes on after its end, step " + t);
            }
        }
    }
}
