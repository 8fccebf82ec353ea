package dev.advect.envs.arm;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.envs.SharedModel;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.util.ArrayList;
import java.util.List;

/**
 * A manipulation task with one or two Pandas and the objects in front of them. It is the factory of its environment.
 */
public final class ArmTask implements EnvFactory {
    private static final double CONTROL_SECONDS = 0.05;

    private final EnvSpec spec;
    private final String description;
    private final int robots;
    private final Scene scene;
    private final Scenario.Binder binder;
    private final boolean untilSuccess;
    private final boolean resizing;
    private final SharedModel shared = new SharedModel(() -> Model.fromXml(xml()));

    /**
     * Creates a task whose episodes run to the time limit and change no sizes, so that all instances share one model.
     *
     * @param robots the number of robots in the scene, named robot0 and robot1
     * @param objectSize the number of observation components that describe the objects
     * @param episodeSteps the time limit in control steps of 0.05 s
     */
    ArmTask(String name, String description, int robots, int objectSize, int episodeSteps, Scene scene,
            Scenario.Binder binder) {
        this(new EnvSpec(name, robots * PandaRobot.OBSERVATION + objectSize, robots * PandaRobot.ACTION, episodeSteps,
                CONTROL_SECONDS, ArmEpisode.PHYSICS_STEPS, parts(robots, objectSize)), description, robots, scene, binder,
                false, false);
    }

    /** The parts of an observation, with the names used in robomimic's data files. */
    private static List<ObservationPart> parts(int robots, int objectSize) {
        List<ObservationPart> parts = new ArrayList<>();
        for (int i = 0; i < robots; i++) {
            parts.add(new ObservationPart("robot" + i + "_eef_pos", 3));
            parts.add(new ObservationPart("robot" + i + "_eef_quat", 4));
            parts.add(new ObservationPart("robot" + i + "_gripper_qpos", 2));
        }
        parts.add(new ObservationPart("object", objectSize));
        return parts;
    }

    private ArmTask(EnvSpec spec, String description, int robots, Scene scene, Scenario.Binder binder,
            boolean untilSuccess, boolean resizing) {
        this.spec = spec;
        this.description = description;
        this.robots = robots;
        this.scene = scene;
        this.binder = binder;
        this.untilSuccess = untilSuccess;
        this.resizing = resizing;
    }

    /** A variant of this task whose episodes change the sizes of objects, so that each instance has its own model. */
    ArmTask resizing() {
        return new ArmTask(spec, description, robots, scene, binder, untilSuccess, true);
    }

    /** A variant of this task whose episodes terminate at the first success. */
    ArmTask untilSuccess() {
        EnvSpec ending = new EnvSpec(spec.name() + "-until-success", spec.observationSize(), spec.actionSize(),
                spec.episodeSteps(), spec.controlSeconds(), spec.physicsSteps(), spec.observationParts());
        return new ArmTask(ending, description + ", ends at success", robots, scene, binder, true, resizing);
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** The task in one line. */
    public String description() {
        return description;
    }

    /** The MJCF text of the model, before an episode changes any sizes. */
    String xml() {
        return scene.xml();
    }

    /** Creates an instance with its own simulation state; this may be called from several threads. */
    @Override
    public ArmEnv create() {
        Data data = (resizing ? Model.fromXml(xml()) : shared.get()).newData();
        List<PandaRobot> pandas = new ArrayList<>();
        for (int i = 0; i < robots; i++) {
            pandas.add(new PandaRobot(new Panda(data, "robot" + i)));
        }
        return new ArmEnv(spec, data, new ArmEpisode(data, pandas, binder.bind(data, pandas), untilSuccess), resizing);
    }
}
