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
 * Describes an environment by a model and functions of its simulation state. {@link #observe} and {@link #reward} are
 * needed, all else has a default.
 *
 * <p>The functions are shared by all instances, which are stepped on several threads: they keep nothing themselves. What
 * an episode has to remember goes into the simulation (mocap bodies, {@code userdata}), or into a {@link MujocoTask}.
 * What they are given is explained there: positions and velocities of joints are those at the end of the step, while
 * sensors and poses are one physics step older.
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
     * Parts of the simulation state that are observed one after the other, such as
     * {@code data -> List.of(data.qpos(), data.qvel(), data.sensor("tip"))}. Asked for once an instance.
     */
    public MujocoEnvBuilder observe(Function<Data, List<DoubleView>> parts) {
        observer = data -> Observer.of(parts.apply(data));
        return this;
    }

    /**
     * A function that writes the observation.
     *
     * @param size components it writes
     */
    public MujocoEnvBuilder observe(int size, BiConsumer<Data, float[]> function) {
        observer = data -> new Observer(size, observation -> function.accept(data, observation));
        return this;
    }

    /** The reward of the step that was just simulated, given the action as the policy chose it, in [-1, 1]. */
    public MujocoEnvBuilder reward(ToDoubleBiFunction<Data, float[]> function) {
        reward = function;
        return this;
    }

    /** The keyframe of the model that every episode starts from. The default pose, if not given. */
    public MujocoEnvBuilder keyframe(String name) {
        keyframe = name;
        return this;
    }

    /**
     * Makes actions small changes around the keyframe, as is usual with position actuators: a control is that of the
     * keyframe (or 0) plus {@code scale} times the action, and MuJoCo clips it to its range. If not given, an action
     * spans the whole control range of its actuator.
     *
     * @param scale in the units of the controls, such as rad
     */
    public MujocoEnvBuilder actionScale(double scale) {
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException(
                    "environment '" + name + "': actionScale " + scale + " is not possible, it must be positive");
        }
        actionScale = scale;
        return this;
    }

    /** Changes what every episode starts from, at random; sensors and poses are renewed after it. */
    public MujocoEnvBuilder reset(BiConsumer<Data, RandomGenerator> function) {
        reset = function;
        return this;
    }

    /** Whether a state's future is worth nothing: fallen, broken, won. Never, if not given. */
    public MujocoEnvBuilder terminate(Predicate<Data> function) {
        terminated = function;
        return this;
    }

    /** Seconds that an action is held, a whole number of the model's time steps. One time step, if not given. */
    public MujocoEnvBuilder controlSeconds(double seconds) {
        if (!(seconds > 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException(
                    "environment '" + name + "': controlSeconds " + seconds + " is not possible, it must be positive");
        }
        controlSeconds = seconds;
        return this;
    }

    /** Control steps after which an episode is truncated. 1000, if not given. */
    public MujocoEnvBuilder episodeSteps(int steps) {
        episodeSteps = steps;
        return this;
    }

    /**
     * Compiles the model and tries the functions once, so that what is wrong shows now and not in the middle of a run.
     *
     * @throws MujocoException if MuJoCo refuses the model, or a function asks for a name that it does not have
     * @throws IllegalArgumentException if something is missing or does not fit
     */
    public MujocoEnvFactory build() {
        Function<Data, Observer> observes = required(observer, "observe");
        ToDoubleBiFunction<Data, float[]> rewards = required(reward, "reward");
        try {
            Model model = compiler.get();
            refuseIf(model.nu() == 0, "the model has no actuators, so there is nothing to act with");
            Function<Data, FunctionTask> binder = data ->
                    new FunctionTask(data, observes.apply(data), rewards, start(), terminated);
            EnvSpec spec = spec(model, binder);
            MujocoEnvFactory factory = new MujocoEnvFactory(spec, model, data -> env(spec, data, binder.apply(data)));
            tryOut(factory);
            return factory;
        } catch (MujocoException e) {
            throw new MujocoException("environment '" + name + "': " + e.getMessage(), e);
        }
    }

    private BiConsumer<Data, RandomGenerator> start() {
        String from = keyframe;
        BiConsumer<Data, RandomGenerator> change = reset;
        return from == null ? change : (data, random) -> {
            data.reset(from);
            change.accept(data, random);
        };
    }

    private MujocoEnv env(EnvSpec spec, Data data, MujocoTask task) {
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
        double control = controlSeconds > 0 ? controlSeconds : model.timestep();
        long physicsSteps = Math.round(control / model.timestep());
        refuseIf(physicsSteps < 1 || Math.abs(physicsSteps * model.timestep() - control) > 1e-9 * control,
                "controlSeconds " + control + " is not a whole number of the model's time steps of "
                        + model.timestep() + " s");
        try (Data data = model.newData()) {
            int size = binder.apply(data).observationSize();
            return new EnvSpec(name, size, model.nu(), episodeSteps, control, Math.toIntExact(physicsSteps));
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
