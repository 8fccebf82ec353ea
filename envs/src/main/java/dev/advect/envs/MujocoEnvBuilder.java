package dev.advect.envs;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.MujocoException;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;

/**
 * A builder of environments from a model and functions of its simulation state. {@link #observe} and {@link #reward}
 * are required; everything else has a default.
 *
 * <p>All instances share the functions and may be stepped on several threads, so the functions must be stateless. State
 * that belongs to an episode goes into the simulation (mocap bodies, {@code userdata}) or into a {@link MujocoTask}. As
 * explained there, joint positions and velocities are those at the end of the step, while sensors and poses are one
 * physics step older.
 */
public final class MujocoEnvBuilder {
    private static final int EPISODE_STEPS = 1000;

    private final String name;
    private final Supplier<Model> compiler;
    private @Nullable Function<Data, Observer> observer;
    private @Nullable ToDoubleBiFunction<Data, float[]> reward;
    private BiConsumer<Data, RandomGenerator> reset = (data, random) -> {};
    private Predicate<Data> terminated = data -> false;
    private @Nullable String keyframe;
    private double actionScale;
    private double controlSeconds;
    private int episodeSteps = EPISODE_STEPS;

    MujocoEnvBuilder(String name, Supplier<Model> compiler) {
        this.name = name;
        this.compiler = compiler;
    }

    /**
     * Sets the views of the simulation state that are concatenated to form the observation, such as
     * {@code data -> List.of(data.qpos(), data.qvel(), data.sensor("tip"))}. The function is called once per instance.
     */
    public MujocoEnvBuilder observe(Function<Data, List<DoubleView>> parts) {
        observer = data -> Observer.of(parts.apply(data));
        return this;
    }

    /**
     * Sets the function that writes the observation.
     *
     * @param size the number of components it writes
     * @param function fills its second argument, {@code [size]}
     */
    public MujocoEnvBuilder observe(int size, BiConsumer<Data, float[]> function) {
        observer = data -> new Observer(size, observation -> function.accept(data, observation));
        return this;
    }

    /** Sets the reward function of the step just simulated; its second argument is the policy's action, in [-1, 1]. */
    public MujocoEnvBuilder reward(ToDoubleBiFunction<Data, float[]> function) {
        reward = function;
        return this;
    }

    /** Sets the model keyframe that every episode starts from; the default is the model's initial pose. */
    public MujocoEnvBuilder keyframe(String name) {
        keyframe = name;
        return this;
    }

    /**
     * Makes actions offsets from the keyframe's controls, as is usual with position actuators. A control is that of the
     * keyframe (0 without one) plus {@code scale} times the action, and MuJoCo clips it to its range. By default an
     * action in [-1, 1] spans the whole control range of its actuator.
     *
     * @param scale a positive scale in the units of the controls, such as rad
     */
    public MujocoEnvBuilder actionScale(double scale) {
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException(
                    "environment '" + name + "': actionScale " + scale + " is not possible, it must be positive");
        }
        actionScale = scale;
        return this;
    }

    /** Sets a function that randomises the initial state of every episode; sensors and poses are updated after it. */
    public MujocoEnvBuilder reset(BiConsumer<Data, RandomGenerator> function) {
        reset = function;
        return this;
    }

    /** Sets the termination condition: states of zero value, such as a fall. By default no state is terminal. */
    public MujocoEnvBuilder terminate(Predicate<Data> function) {
        terminated = function;
        return this;
    }

    /** Sets how long an action is held, in s: a multiple of the model's time step, and one time step by default. */
    public MujocoEnvBuilder controlSeconds(double seconds) {
        if (!(seconds > 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException(
                    "environment '" + name + "': controlSeconds " + seconds + " is not possible, it must be positive");
        }
        controlSeconds = seconds;
        return this;
    }

    /** Sets the number of control steps after which an episode is truncated; the default is 1000. */
    public MujocoEnvBuilder episodeSteps(int steps) {
        episodeSteps = steps;
        return this;
    }

    /**
     * Compiles the model and runs one reset and one step, so that errors appear here and not in the middle of a run. What is
     * set later changes no factory that was built before.
     *
     * @throws MujocoException if MuJoCo rejects the model, or a function asks for a name that the model does not have
     * @throws IllegalArgumentException if a required function is missing, the model has no actuators, the control period
     *     is not a multiple of the time step, or an observation or reward is not finite
     */
    public MujocoEnvFactory build() {
        Function<Data, Observer> observers = required(observer, "observe");
        ToDoubleBiFunction<Data, float[]> rewards = required(reward, "reward");
        try {
            Model model = compiler.get();
            refuseIf(model.nu() == 0, "the model has no actuators, so there is nothing to act with");
            BiConsumer<Data, RandomGenerator> start = start();
            Predicate<Data> end = terminated;
            Function<Data, FunctionTask> binder = data -> new FunctionTask(data, observers.apply(data), rewards, start, end);
            EnvSpec spec = spec(model, binder);
            String initial = keyframe;
            double scale = actionScale;
            MujocoEnvFactory factory = new MujocoEnvFactory(spec, model,
                    data -> env(spec, data, binder.apply(data), initial, scale));
            tryOut(factory);
            return factory;
        } catch (MujocoException e) {
            throw new MujocoException("environment '" + name + "': " + e.getMessage(), e);
        }
    }

    private BiConsumer<Data, RandomGenerator> start() {
        String initial = keyframe;
        BiConsumer<Data, RandomGenerator> randomize = reset;
        return initial == null ? randomize : (data, random) -> {
            data.reset(initial);
            randomize.accept(data, random);
        };
    }

    /** Actions without a scale span the ranges of the controls. */
    private static MujocoEnv env(EnvSpec spec, Data data, MujocoTask task, @Nullable String keyframe, double actionScale) {
        if (actionScale == 0) {
            return new MujocoEnv(spec, data, task);
        }
        if (keyframe != null) {
            data.reset(keyframe);
        }
        return new MujocoEnv(spec, data, task,
                ScaledActions.drive(data, data.ctrl().toArray(), actionScale, spec.physicsSteps()));
    }

    private EnvSpec spec(Model model, Function<Data, FunctionTask> binder) {
        double period = controlSeconds > 0 ? controlSeconds : model.timestep();
        long physicsSteps = Math.round(period / model.timestep());
        refuseIf(physicsSteps < 1 || Math.abs(physicsSteps * model.timestep() - period) > 1e-9 * period,
                "controlSeconds " + period + " is not a whole number of the model's time steps of "
                        + model.timestep() + " s");
        try (Data data = model.newData()) {
            int size = binder.apply(data).observationSize();
            return new EnvSpec(name, size, model.nu(), episodeSteps, period, Math.toIntExact(physicsSteps));
        }
    }

    private void tryOut(MujocoEnvFactory factory) {
        try (MujocoEnv env = factory.create()) {
            float[] observation = new float[env.spec().observationSize()];
            Arrays.fill(observation, Float.NaN);
            env.reset(new Rng(0, 0), observation);
            for (int i = 0; i < observation.length; i++) {
                refuseIf(!Float.isFinite(observation[i]), "component " + i + " of the first observation is "
                        + observation[i] + ", or was not written");
            }
            env.step(new float[env.spec().actionSize()], new Step(observation.length));
            refuseIf(env.divergences() > 0, "the first step gives a reward or observation that is not finite");
        }
    }

    private <T> T required(@Nullable T given, String method) {
        if (given == null) {
            throw new IllegalArgumentException("environment '" + name + "': " + method + "(...) is missing");
        }
        return given;
    }

    private void refuseIf(boolean bad, String why) {
        if (bad) {
            throw new IllegalArgumentException("environment '" + name + "': " + why);
        }
    }
}
