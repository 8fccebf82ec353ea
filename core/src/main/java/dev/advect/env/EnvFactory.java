package dev.advect.env;

/** Makes environments. */
@FunctionalInterface
public interface EnvFactory {
    /** One instance; called once for each of those that are stepped side by side. */
    Env create();

    /**
     * All instances that are stepped side by side, at least 1. They are made by {@link #create} and stepped one after the
     * other, unless a factory knows a cheaper way.
     */
    default BatchEnv createBatch(int count) {
        return new SerialBatchEnv(this, count);
    }
}
