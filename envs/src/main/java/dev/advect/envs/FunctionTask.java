package dev.advect.envs;

import dev.advect.mujoco.Data;

import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;

/** A task composed of functions of the simulation state. */
record FunctionTask(
        Data data,
        Observer observer,
        ToDoubleBiFunction<Data, float[]> rewards,
        BiConsumer<Data, RandomGenerator> start,
        Predicate<Data> end)
        implements MujocoTask {

    int observationSize() {
        return observer.size();
    }

    @Override
    public void reset(RandomGenerator random) {
        start.accept(data, random);
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        observer.write().accept(observation);
    }

    @Override
    public double reward(float[] action) {
        return rewards.applyAsDouble(data, action);
    }

    @Override
    public boolean terminated() {
        return end.test(data);
    }
}
