package dev.advect.experiments.shift;

import dev.advect.train.RunWarning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The warnings that SWFP gives about its own training: their kinds, and when a run first gave each. */
final class Alarms {
    static final String COLLAPSE = "mode collapse";
    static final String INSTABILITY = "instability";
    static final String STALENESS = "stale particles";

    private static final Set<String> KINDS = Set.of(COLLAPSE, INSTABILITY, STALENESS);

    private Alarms() {}

    /** The step of each kind's first alarm in a run, by kind. */
    static Map<String, Long> first(Path run) throws IOException {
        Map<String, Long> first = new TreeMap<>();
        for (RunWarning warning : RunWarning.of(run)) {
            if (KINDS.contains(warning.kind())) {
                first.merge(warning.kind(), warning.step(), Math::min);
            }
        }
        return first;
    }
}
