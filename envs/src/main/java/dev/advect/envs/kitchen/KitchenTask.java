package dev.advect.envs.kitchen;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.envs.Resources;
import dev.advect.envs.SharedModel;
import dev.advect.mujoco.Model;

import java.util.List;

/** Some elements of the kitchen as a task: the factory of its environment. The model is compiled once, for all tasks. */
public final class KitchenTask implements EnvFactory {
    private static final int EPISODE_STEPS = 280;

    private static final SharedModel MODEL = new SharedModel(() -> Model.fromXml(xml()));

    private final EnvSpec spec;
    private final String description;
    private final List<KitchenElement> elements;
    private final boolean velocities;

    /** @param velocities whether velocities are observed, too */
    KitchenTask(String name, String description, List<KitchenElement> elements, boolean velocities) {
        this.description = description;
        this.elements = List.copyOf(elements);
        this.velocities = velocities;
        List<ObservationPart> parts = velocities ? Kitchen.PARTS : Kitchen.POSITIONS;
        spec = new EnvSpec(name, parts.stream().mapToInt(ObservationPart::size).sum(), VelocityServo.SIZE, EPISODE_STEPS,
                VelocityServo.SECONDS, Kitchen.PHYSICS_STEPS, parts,
                elements.stream().map(KitchenElement::label).toList());
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** What is to be done, in one line. */
    public String description() {
        return description;
    }

    List<KitchenElement> elements() {
        return elements;
    }

    boolean velocities() {
        return velocities;
    }

    /** An instance with a simulation state of its own. Safe to call from several threads. */
    @Override
    public KitchenEnv create() {
        return new KitchenEnv(this, MODEL.get().newData());
    }

    static String xml() {
        return Resources.text(KitchenTask.class, "kitchen.xml");
    }
}
