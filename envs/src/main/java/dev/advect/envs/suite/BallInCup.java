package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The ball-in-cup task: catch a ball in the cup that it is tied to; the cup hangs on springs.
 *
 * <p>Observation, {@code [8]}: positions of cup x, z and ball x, z (m, relative to the model's initial pose);
 * velocities of cup x, z and ball x, z (m/s).
 *
 * <p>Reward: 1 if the whole ball, of radius 0.025 m, lies in the cup's target square with sides of 0.1 m, that is, if its
 * centre is less than 0.025 m from the square's centre in both x and z; otherwise 0.
 *
 * <p>Initial state: always the same, at zero velocity, with the ball below the cup, 8 mm above the point where the
 * string of 0.3 m becomes taut. Playground does the same, while dm_control samples the ball's position. A control step
 * of 0.02 s is ten physics steps; the force limit is 5 N per axis, against springs of 20 N/m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/ball_in_cup.py}.
 */
final class BallInCup implements Task {
    private static final SuiteModel MODEL =
            new SuiteModel("ball_in_cup.xml", UnaryOperator.identity(), BallInCup::compile);

    /** The maximum distance of the ball's centre from the target's, m: half the target's side minus the ball's radius. */
    private static final double TOLERANCE = 0.05 - 0.025;

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xpos;
    private final DoubleView siteXpos;
    private final int ball;
    private final int target;

    private BallInCup(Model model, Data data) {
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        xpos = data.xpos();
        siteXpos = data.siteXpos();
        ball = model.id(ObjectType.BODY, "ball");
        target = model.id(ObjectType.SITE, "target");
    }

    static List<SuiteTask> tasks() {
        EnvSpec spec = new EnvSpec("ball-in-cup", 8, 2, 1000, 0.02, 10).withParts(
                new ObservationPart("position", 4), new ObservationPart("velocity", 4));
        return List.of(new SuiteTask(
                spec, "a ball on a string is swung into a cup and kept there, reward 0 or 1", MODEL, BallInCup::new));
    }

    /**
     * Compiles the model and sets the ball's inverse weight, which scales the softness of its contacts, to that of the
     * newer MuJoCo that Playground runs on: 1/m for a body that only slides. MuJoCo 2.2.2 uses 2/(3 m), the mean over
     * three directions of which one is constrained, which makes contacts with the cup stiffer by a quarter. With 1/m the
     * trajectories of the two engines agree through contacts to 1e-15 m if the solver may converge; with this model's
     * limit of one iteration they stop at different points.
     */
    private static Model compile(String xml) {
        Model model = ExplicitDamping.compile(xml);
        int ball = model.id(ObjectType.BODY, "ball");
        model.doubles(ModelField.BODY_INVWEIGHT0).set(2 * ball, 1 / model.bodyMass().get(ball));
        return model;
    }

    @Override
    public void reset(RandomGenerator random) {
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        int n = Observations.put(qpos, 0, observation, 0);
        Observations.put(qvel, 0, observation, n);
    }

    @Override
    public double reward(float[] action) {
        return distance(0) < TOLERANCE && distance(2) < TOLERANCE ? 1 : 0;
    }

    /** The distance from the ball's centre to the target's along a world axis, m. */
    private double distance(int axis) {
        return Math.abs(siteXpos.get(3 * target + axis) - xpos.get(3 * ball + axis));
    }
}
