package dev.advect.runtime;

import java.lang.System.Logger.Level;

/** The kernel of this process. The class of the vector kernel is loaded only if the vector module is present. */
final class Kernels {
    static final Kernel BEST =
            Lanes.VECTORS ? WarmingKernel.start(new PlainKernel(), new VectorKernel()) : new PlainKernel();

    static {
        // logged once per process; a warning only if the user can do something about it
        System.getLogger("dev.advect.runtime").log(Lanes.MODULE ? Level.DEBUG : Level.WARNING,
                "Actions are computed by {0}.", describe());
    }

    private Kernels() {}

    /** Describes what computes, with the reason if it is not the fastest option. */
    static String describe() {
        String name = BEST.name();
        if (!Lanes.MODULE) {
            return name + ", as Java was started without --add-modules jdk.incubator.vector; "
                    + "with it an action takes a fraction of the time";
        }
        if (!Lanes.VECTORS) {
            return name + ", as this machine has no vectors of four numbers or more";
        }
        boolean lost = BEST.isWarm() && !name.startsWith("vectors");
        return lost ? name + ", which is faster in this JVM than vectors of " + Lanes.COUNT : name;
    }
}
