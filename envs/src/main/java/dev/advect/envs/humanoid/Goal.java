package dev.advect.envs.humanoid;

import java.util.List;
import java.util.stream.IntStream;

/** What a policy is told of the motion that it is to track. The reward always compares all bodies. */
public enum Goal {
    /** All bodies. */
    ALL("all"),
    /** The pelvis and both wrists, as from a headset's tracker and controllers. */
    ROOT_HANDS("root-hands"),
    /** The pelvis. */
    ROOT("root");

    private final String label;

    Goal(String label) {
        this.label = label;
    }

    /** The name in the names of environments. */
    public String label() {
        return label;
    }

    /** The indices of the bodies whose targets are given. */
    public List<Integer> bodies() {
        return switch (this) {
            case ALL -> IntStream.range(0, Anatomy.BODIES).boxed().toList();
            case ROOT_HANDS -> List.of(0, Anatomy.index("L_Wrist"), Anatomy.index("R_Wrist"));
            case ROOT -> List.of(0);
        };
    }
}
