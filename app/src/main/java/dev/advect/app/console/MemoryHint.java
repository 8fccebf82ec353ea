package dev.advect.app.console;

import java.lang.management.ManagementFactory;

/** The advice to show when memory has run out. */
final class MemoryHint {
    /** The maximum heap share of the machine's memory; beyond it, too little is left for libtorch, MuJoCo and Python. */
    private static final double MAX_SHARE = 0.75;

    private MemoryHint() {}

    static String of(OutOfMemoryError error) {
        if (String.valueOf(error.getMessage()).contains("thread")) {
            return "the system allows no more threads: fewer by --threads=N";
        }
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return of(heap, machine());
    }

    /**
     * Returns the advice for the given memory sizes.
     *
     * @param heap the maximum heap size in MB
     * @param machine the memory of the machine in MB; 0 if unknown
     */
    static String of(long heap, long machine) {
        String less = "ask for less at once, such as fewer environments: --set loop.envs=N";
        long more = machine == 0 ? 2 * heap : (long) (machine * MAX_SHARE);
        if (more <= heap) {
            return Text.format("the heap may already take %d of this machine's %d MB; %s", heap, machine, less);
        }
        return Text.format("the heap may take %d MB; allow more by ADVECT_JAVA_OPTS=-Xmx%dm, or %s", heap, more, less);
    }

    private static long machine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 20 : 0;
    }
}
