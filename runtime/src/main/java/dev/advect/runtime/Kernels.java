package dev.advect.runtime;

import java.lang.System.Logger.Level;

/** The kernel of this process; the class of the one for vectors is touched only where their module is there. */
final class Kernels {
    static final Kernel BEST =
            Lanes.VECTORS ? WarmingKernel.start(new PlainKernel(), new VectorKernel()) : new PlainKernel();

    static {
        // said once a process; a warning only where there is something that the user can do
        System.getLogger("dev.advect.runtime").log(Lanes.MODULE ? Level.DEBUG : Level.WARNING,
                "Actions are computed by {0}.", describe());
    }

    private Kernels() {}

    /** What computes, and why where it is not the fastest. */
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
