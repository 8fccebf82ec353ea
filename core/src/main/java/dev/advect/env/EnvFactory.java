package dev.advect.env;

/** Makes the instances that are stepped side by side; called once for each of them. */
@FunctionalInterface
public interface EnvFactory {
    Env create();
}
