package dev.advect.experiments.sweep;

import dev.advect.experiments.RecordLines;
import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.train.RunException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The trials of a sweep and the file from which they are restored, {@code sweep.jsonl}. Every event is appended before
 * anything follows from it, so that a sweep whose process was killed goes on as if it had not been.
 */
final class Journal {
    private final RecordLines<Event> file;
    private final List<Trial> trials = new ArrayList<>();
    /** The event that comes before the first proposal; null once it is written. */
    private @Nullable Event begin;

    /**
     * An event of a sweep.
     *
     * @param event {@code begin}, {@code propose}, {@code promote}, {@code score} or {@code fail}
     * @param trial the number of the trial; 0 at the beginning
     * @param rung the rung that was started or has ended
     * @param values what determines the sweep, or the values that are proposed
     * @param score the outcome of a rung
     * @param why why a trial failed
     */
    record Event(String event, int trial, int rung, @Nullable Map<String, String> values, @Nullable Score score,
            @Nullable String why) {}

    /**
     * Opens the journal of a folder, or begins it. Until there is a first proposal the folder is not that of any sweep: nothing
     * may come of it, where a cluster cannot be reached for instance.
     *
     * @param identity what determines the sweep
     * @throws RunException if the folder has the journal of another sweep, of which the message names the first difference, or
     *     if the numbers of its trials are not those of one process after another
     */
    Journal(Path folder, Map<String, String> identity) throws IOException {
        file = new RecordLines<>(folder.resolve("sweep.jsonl"), Event.class);
        List<Event> events = file.read();
        if (events.isEmpty()) {
            begin = new Event("begin", 0, 0, identity, null, null);
            return;
        }
        requireSame(folder, identity, Objects.requireNonNullElse(events.getFirst().values(), Map.of()));
        try {
            events.subList(1, events.size()).forEach(this::apply);
        } catch (IllegalStateException e) {
            throw new RunException(folder.resolve("sweep.jsonl") + " is damaged: " + e.getMessage());
        }
    }

    private static void requireSame(Path folder, Map<String, String> identity, Map<String, String> old) throws RunException {
        for (String key : union(identity, old)) {
            String now = identity.getOrDefault(key, "none");
            String then = old.getOrDefault(key, "none");
            if (!now.equals(then)) {
                throw new RunException(folder + " has a sweep that was begun with another value of '" + key + "', " + then
                        + " instead of " + now + ": name another folder with --out");
            }
        }
    }

    private static List<String> union(Map<String, String> a, Map<String, String> b) {
        List<String> all = new ArrayList<>(a.keySet());
        b.keySet().stream().filter(key -> !a.containsKey(key)).forEach(all::add);
        return all;
    }

    /** All trials, by number. */
    List<Trial> trials() {
        return List.copyOf(trials);
    }

    Trial propose(Map<String, String> values) throws IOException {
        return write(new Event("propose", trials.size(), 0, values, null, null));
    }

    Trial promote(Trial trial) throws IOException {
        return write(new Event("promote", trial.number(), trial.started() + 1, null, null, null));
    }

    Trial score(Trial trial, Score score) throws IOException {
        return write(new Event("score", trial.number(), trial.started(), null, score, null));
    }

    Trial fail(Trial trial, String why) throws IOException {
        return write(new Event("fail", trial.number(), trial.started(), null, null, why));
    }

    private Trial write(Event event) throws IOException {
        if (begin != null) {
            file.append(begin);
            begin = null;
        }
        file.append(event);
        apply(event);
        return trials.get(event.trial());
    }

    private void apply(Event event) {
        if (event.event().equals("propose")) {
            if (event.trial() != trials.size()) {
                throw new IllegalStateException("trial " + event.trial() + " was proposed as number " + trials.size());
            }
            trials.add(Trial.proposed(event.trial(), Objects.requireNonNull(event.values())));
            return;
        }
        Trial trial = trials.get(event.trial());
        trials.set(event.trial(), switch (event.event()) {
            case "promote" -> trial.promoted();
            case "score" -> trial.scored(Objects.requireNonNull(event.score()));
            default -> trial.failed(String.valueOf(event.why()));
        });
    }
}
