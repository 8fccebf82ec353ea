package dev.advect.nn;

/** Whether this Java was started with its vector module, {@code --add-modules jdk.incubator.vector}. */
public final class Vectors {
    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && !Boolean.getBoolean("advect.libtorch");

    private Vectors() {}

    /** True if networks are computed by vector instructions; {@code -Dadvect.libtorch=true} leaves all to libtorch. */
    public static boolean present() {
        return PRESENT;
    }
}
