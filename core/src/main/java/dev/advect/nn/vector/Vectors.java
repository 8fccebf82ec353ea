package dev.advect.nn.vector;

/** Tells whether networks are computed by Java's vector module ({@code jdk.incubator.vector}) or by libtorch. */
public final class Vectors {
    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && !Boolean.getBoolean("advect.libtorch");

    private Vectors() {}

    /** A short description of what computes the networks, and why. */
    public static String describe() {
        if (PRESENT) {
            return "vector instructions, " + Gemm.LANE.length() + " numbers at a time";
        }
        return Boolean.getBoolean("advect.libtorch")
                ? "libtorch, as -Dadvect.libtorch=true demands"
                : "libtorch, as Java was started without --add-modules jdk.incubator.vector; with it training is faster";
    }

    /** Whether networks are computed by the vector module; {@code -Dadvect.libtorch=true} selects libtorch instead. */
    public static boolean present() {
        return PRESENT;
    }
}
