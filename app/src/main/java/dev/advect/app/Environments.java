package dev.advect.app;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.suite.Suite;
import dev.advect.envs.toy.GridMap;
import dev.advect.envs.toy.GridWorld;
import dev.advect.train.ConfigException;
import dev.advect.train.Nearest;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The environments that can be named on the command line. */
final class Environments {
    private static final SortedMap<String, Entry> ALL = collect();

    private Environments() {}

    /**
     * An environment that can be named.
     *
     * @param spec its shapes and limits
     * @param description what is to be done, in one line
     * @param factory makes instances
     */
    record Entry(EnvSpec spec, String description, EnvFactory factory) {}

    /** All of them, sorted by name. */
    static SortedMap<String, Entry> all() {
        return ALL;
    }

    static Entry get(String name) {
        Entry entry = ALL.get(name);
        if (entry == null) {
            throw new ConfigException("unknown environment '" + name + "'" + Nearest.hint(name, ALL.keySet()));
        }
        return entry;
    }

    private static SortedMap<String, Entry> collect() {
        SortedMap<String, Entry> all = new TreeMap<>();
        Suite.tasks().forEach((name, task) -> all.put(name, new Entry(task.spec(), task.description(), task)));
        for (GridMap map : GridMap.all()) {
            all.put(map.name(), new Entry(new GridWorld(map).spec(), map.description(), () -> new GridWorld(map)));
        }
        return Collections.unmodifiableSortedMap(all);
    }
}
