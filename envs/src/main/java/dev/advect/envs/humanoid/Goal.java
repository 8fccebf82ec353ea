package dev.advect.envs.humanoid;

import java.util.List;
import java.util.stream.IntStream;

/** What a policy is told of the motion that it is to track. The reward always compares all bodies. */
public enum Goal {
    /** All bodies. */
    ALL("all", Anatomy.names()),
    /** The pelvis and both wrists, as from a headset's tracker and controllers. */
    ROOT_HANDS("root-hands", List.of("Pelvis", "L_Wrist", "R_Wrist")),
    /** The pelvis. */
    ROOT("root", List.of("Pelvis"));

    private final String label;
    private final List<String> names;

    Goal(String label, List<String> names) {
        this.label = label;
        this.names = names;
    }

    /** The name in the names of environments. */
    public String label() {
        return label;
    }

    /** The indices of the bodies whose targets are given. */
    public List<Integer> bodies() {
        return IntStream.range(0, Anatomy.BODIES).filter(i -> names.contains(Anatomy.names().get(i))).boxed().toList();
    }

    /** Whether the policy sees target positions only, and no velocities. */
    public boolean positionsOnly() {
        return this != ALL;
    }
}
