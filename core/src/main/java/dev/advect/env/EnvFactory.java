package dev.advect.env;

/** A factory of environments. */
@FunctionalInterface
public interface EnvFactory {
    /** Creates one instance; called once for each environment of a batch. */
    Env create();

    /**
     * Creates a batch of environments. By default each is made by {@link #create} and they are stepped one after
     * another; a factory that has a cheaper way overrides this method.
     *
     * @param count the number of environments, at least 1
     */
    default BatchEnv createBatch(int count) {
        return new SerialBatchEnv(this, count);
    }
}
