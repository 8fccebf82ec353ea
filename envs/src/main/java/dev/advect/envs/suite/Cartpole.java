package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The cart-pole tasks: balance an upright pole on a cart, or swing it up first.
 *
 * <p>Observation, {@code [5]}: position of the cart x (m); cosine and sine of the pole's angle from upright; velocity
 * of the cart (m/s) and angular velocity of the pole ω (rad/s).
 *
 * <p>Reward: (1 + cos)/2 · (1 + g(x; 2))/2 · (4 + q)/5 · (1 + g(ω; 5))/2, where g(·; m) is a Gaussian that is 0.1 at
 * m and q = 1 - action². The sparse variants have reward 1 if |x| ≤ 0.25 and
 * cos ≥ 0.995, otherwise 0.
 *
 * <p>Initial state: balance has x uniform in ±0.1 m and the angle uniform in ±0.034 rad; swingup has x normal around 0
 * and the angle normal around π, both with standard deviation 0.01. Both velocities are normal with standard deviation
 * 0.01. Control and physics steps are 0.01 s, the force limit is 10 N.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/cartpole.py}; after Barto, Sutton and Anderson, "Neuronlike
 * adaptive elements that can solve difficult learning control problems", 1983. dm_control itself integrates this
 * model with Runge-Kutta, Playground with Euler, as here.
 */
final class Cartpole implements Task {
    private static final SuiteModel MODEL = new SuiteModel("cartpole.xml");
    private static final int SLIDER = 0;
    private static final int HINGE = 1;

    private static final Tolerance CENTRED = Tolerance.atZero().margin(2);
    private static final Tolerance SMALL_CONTROL = Tolerance.atZero().margin(1, Sigmoid.QUADRATIC, 0);
    private static final Tolerance SMALL_VELOCITY = Tolerance.atZero().margin(5);
    private static final Tolerance CART_IN_BOUNDS = Tolerance.within(-0.25, 0.25);

    /** The range of the cosine that counts as upright; Playground's upper bound is 1, which rounding may exceed. */
    private static final Tolerance ANGLE_IN_BOUNDS = Tolerance.within(0.995, Double.POSITIVE_INFINITY);

    private final boolean swingup;
    private final boolean sparse;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xmat;
    private final int cos;
    private final int sin;

    private Cartpole(Model model, Data data, boolean swingup, boolean sparse) {
        this.swingup = swingup;
        this.sparse = sparse;
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xmat = data.xmat();
        int pole = model.id(ObjectType.BODY, "pole_1");
        cos = Observations.rotation(pole, 2, 2);
        sin = Observations.rotation(pole, 0, 2);
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("cartpole-balance", "an upright pole is kept so", false, false),
                task("cartpole-balance-sparse", "an upright pole is kept so, reward 0 or 1", false, true),
                task("cartpole-swingup", "a hanging pole is swung up and kept so", true, false),
                task("cartpole-swingup-sparse", "a hanging pole is swung up and kept so, reward 0 or 1", true, true));
    }

    private static SuiteTask task(String name, String description, boolean swingup, boolean sparse) {
        EnvSpec spec = new EnvSpec(name, 5, 1, 1000, 0.01, 1).withParts(
                new ObservationPart("position", 3), new ObservationPart("velocity", 2));
        return new SuiteTask(spec, description, MODEL, (model, data) -> new Cartpole(model, data, swingup, sparse));
    }

    @Override
    public void reset(RandomGenerator random) {
        if (swingup) {
            qpos.set(SLIDER, 0.01 * random.nextGaussian());
            qpos.set(HINGE, Math.PI + 0.01 * random.nextGaussian());
        } else {
            qpos.set(SLIDER, random.nextDouble(-0.1, 0.1));
            qpos.set(HINGE, random.nextDouble(-0.034, 0.034));
        }
        qvel.set(SLIDER, 0.01 * random.nextGaussian());
        qvel.set(HINGE, 0.01 * random.nextGaussian());
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        observation[0] = (float) qpos.get(SLIDER);
        observation[1] = (float) xmat.get(cos);
        observation[2] = (float) xmat.get(sin);
        Observations.put(qvel, 0, observation, 3);
    }

    @Override
    public double reward(float[] action) {
        double x = qpos.get(SLIDER);
        if (sparse) {
            return CART_IN_BOUNDS.of(x) * ANGLE_IN_BOUNDS.of(xmat.get(cos));
        }
        double upright = (1 + xmat.get(cos)) / 2;
        double centred = (1 + CENTRED.of(x)) / 2;
        double smallControl = (4 + SMALL_CONTROL.of(action[0])) / 5;
        double smallVelocity = (1 + SMALL_VELOCITY.of(qvel.get(HINGE))) / 2;
        return upright * centred * smallControl * smallVelocity;
    }
}
