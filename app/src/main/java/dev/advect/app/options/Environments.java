package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.arm.ArmTasks;
import dev.advect.envs.calvin.CalvinTasks;
import dev.advect.envs.gym.GymFactory;
import dev.advect.envs.gym.GymName;
import dev.advect.envs.gym.GymSettings;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.envs.kitchen.KitchenTasks;
import dev.advect.envs.suite.Suite;
import dev.advect.envs.toy.Bandit;
import dev.advect.envs.toy.GridMap;
import dev.advect.envs.toy.GridWorld;
import dev.advect.envs.toy.Ridge;
import dev.advect.envs.user.UserClasses;
import dev.advect.envs.user.UserEnvs;
import dev.advect.train.Nearest;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of environments that can be named on the command line. */
public final class Environments {
    private static final SortedMap<String, Entry> ALL = collect();
    /** The cache of the user's own environments: querying Python for their shapes takes a while, as does compiling. */
    private static final Map<String, Entry> OF_THE_USER = new ConcurrentHashMap<>();

    private Environments() {}

    /**
     * An environment that can be named on the command line.
     *
     * @param spec its shapes and limits
     * @param description the task, in one line
     * @param factory creates instances
     */
    public record Entry(EnvSpec spec, String description, EnvFactory factory) {}

    /** Returns all environments except the user's own, in Java and Python, sorted by name. */
    public static SortedMap<String, Entry> all() {
        return ALL;
    }

    public static Entry get(String name) {
        if (GymName.matches(name)) {
            return OF_THE_USER.computeIfAbsent(name, Environments::ofPython);
        }
        if (UserEnvs.matches(name)) {
            return OF_THE_USER.computeIfAbsent(name, Environments::ofJava);
        }
        Entry entry = ALL.get(name);
        if (entry == null) {
            throw new InvalidValueException("unknown environment '" + name + "'" + Nearest.hint(name, ALL.keySet()));
        }
        return entry;
    }

    private static Entry ofPython(String name) {
        GymFactory factory = new GymFactory(GymName.parse(name), GymSettings.of(System.getenv()));
        return new Entry(factory.spec(), "a Gymnasium environment of Python", factory);
    }

    private static Entry ofJava(String name) {
        EnvFactory factory = new UserEnvs(UserClasses.of(System.getenv())).factory(name);
        try (Env env = factory.create()) {
            return new Entry(env.spec(), "an environment of one's own", factory);
        }
    }

    private static SortedMap<String, Entry> collect() {
        SortedMap<String, Entry> all = new TreeMap<>();
        Suite.tasks().forEach((name, task) -> all.put(name, new Entry(task.spec(), task.description(), task)));
        ArmTasks.all().forEach((name, task) -> all.put(name, new Entry(task.spec(), task.description(), task)));
        KitchenTasks.all().forEach((name, task) -> all.put(name, new Entry(task.spec(), task.description(), task)));
        TrackingTask.all().forEach((name, task) -> all.put(name, new Entry(task.spec(), task.description(), task)));
        CalvinTasks.all().forEach((name, task) -> all.put(name, new Entry(task.spec(), task.description(), task)));
        for (GridMap map : GridMap.all()) {
            add(all, map.description(), () -> new GridWorld(map));
        }
        add(all, "one choice of a point, rewarded by the log-density of four Gaussians", Bandit::original);
        add(all, "the same, the Gaussians 0.2 away: what a policy for bandit-2d has to adapt to", Bandit::shifted);
        add(all, "a walk along a ridge in fog, to a hut at one of its ends: which one is hidden", Ridge::new);
        return Collections.unmodifiableSortedMap(all);
    }

    private static void add(SortedMap<String, Entry> all, String description, EnvFactory factory) {
        try (Env env = factory.create()) {
            all.put(env.spec().name(), new Entry(env.spec(), description, factory));
        }
    }
}
