package dev.advect.envs.calvin;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.mujoco.Data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One of CALVIN's tasks, or the chain of five, as the factory of its environment. The model of a scene is compiled once and
 * shared.
 */
public final class CalvinTask implements EnvFactory {
    private static final double CONTROL_SECONDS = 1 / 30.0;

    private final EnvSpec spec;
    private final String description;
    private final CalvinScene scene;
    private final Function<RandomGenerator, CalvinChain> chains;

    private CalvinTask(EnvSpec spec, String description, CalvinScene scene, Function<RandomGenerator, CalvinChain> chains) {
        this.spec = spec;
        this.description = description;
        this.scene = scene;
        this.chains = chains;
    }

    static CalvinTask single(CalvinGoal goal, CalvinScene scene) {
        String words = goal.name().replace('_', ' ');
        return new CalvinTask(spec("calvin-" + goal.name(), CalvinEpisode.TASK_STEPS, CalvinEpisode.PARTS,
                List.of(goal.name())), "a Franka arm at CALVIN's desk: " + words + ", reward 1", scene,
                random -> CalvinChain.sample(goal, random));
    }

    static CalvinTask chain(String name, CalvinScene scene) {
        List<ObservationPart> parts = new ArrayList<>(CalvinEpisode.PARTS);
        parts.add(new ObservationPart("task", CalvinGoals.all().size()));
        List<String> milestones =
                IntStream.rangeClosed(1, CalvinChain.LENGTH).mapToObj(number -> "task_" + number).toList();
        return new CalvinTask(spec(name, CalvinChain.LENGTH * CalvinEpisode.TASK_STEPS, parts, milestones),
                "a Franka arm at CALVIN's desk " + scene + ": five of 34 tasks, one after the other, reward 1 for each", scene,
                CalvinChain::sample);
    }

    private static EnvSpec spec(String name, int steps, List<ObservationPart> parts, List<String> milestones) {
        return new EnvSpec(name, parts.stream().mapToInt(ObservationPart::size).sum(), CalvinRobot.ACTION, steps,
                CONTROL_SECONDS, CalvinEpisode.PHYSICS_STEPS, parts, milestones);
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** The task in one line. */
    public String description() {
        return description;
    }

    /** Creates an instance with its own simulation state; this may be called from several threads. */
    @Override
    public CalvinEnv create() {
        Data data = scene.model().newData();
        boolean oneHot = spec.observationParts().size() > CalvinEpisode.PARTS.size();
        return new CalvinEnv(spec, data, new CalvinEpisode(data, scene, chains, oneHot));
    }
}
