package dev.advect.app.console;

import java.lang.management.ManagementFactory;

/** What to do when memory has run out. */
final class MemoryHint {
    /** Above this share of the machine's memory the heap leaves too little to libtorch, MuJoCo and Python. */
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
     * @param heap what the heap may take, in MB
     * @param machine what the machine has, in MB; 0 where unknown
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
