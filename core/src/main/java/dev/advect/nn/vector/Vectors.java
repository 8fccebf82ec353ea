package dev.advect.nn.vector;

/** Whether this Java was started with its vector module, {@code --add-modules jdk.incubator.vector}. */
public final class Vectors {
    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && !Boolean.getBoolean("advect.libtorch");

    private Vectors() {}

    /** What computes the networks and why, in a few words. */
    public static String describe() {
        if (PRESENT) {
            return "vector instructions, " + Gemm.LANE.length() + " numbers at a time";
        }
        return Boolean.getBoolean("advect.libtorch")
                ? "libtorch, as -Dadvect.libtorch=true demands"
                : "libtorch, as Java was started without --add-modules jdk.incubator.vector; with it training is faster";
    }

    /** True if networks are computed by vector instructions; {@code -Dadvect.libtorch=true} leaves all to libtorch. */
    public static boolean present() {
        return PRESENT;
    }
}
