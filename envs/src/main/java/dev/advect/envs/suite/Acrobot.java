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
 * The acrobot tasks: swing up two linked rods with a motor at the joint between them.
 *
 * <p>Observation, {@code [6]}: sines of the upper and lower arms' angles from upright, then their cosines; angular
 * velocities of shoulder and elbow (rad/s; the elbow's is relative to the upper arm).
 *
 * <p>Reward: 1 while the tip is within 0.2 m of the target, which is the tip's position when both arms are upright;
 * farther away it decays as a Gaussian, to 0.1 at 1.2 m. The sparse variant has reward 0 there.
 *
 * <p>Initial state: both joints uniform in ±π, zero velocity. Control and physics steps are 0.01 s, the torque limit is
 * 2 N m.
 *
 * <p>Source: mujoco_playground {@code dm_control_suite/acrobot.py}; after Coulom, "Reinforcement learning using neural
 * networks, with applications to motor control", 2002. dm_control itself integrates this model with Runge-Kutta,
 * Playground with Euler, as here.
 */
final class Acrobot implements Task {
    private static final SuiteModel MODEL = new SuiteModel("acrobot.xml");

    private static final Tolerance AT_TARGET = Tolerance.within(0, 0.2);
    private static final Tolerance NEAR_TARGET = AT_TARGET.margin(1);

    private final Data data;
    private final Tolerance tolerance;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xmat;
    private final DoubleView siteXpos;
    private final int upperArm;
    private final int lowerArm;
    private final int tip;
    private final int target;

    private Acrobot(Model model, Data data, Tolerance tolerance) {
        this.data = data;
        this.tolerance = tolerance;
        qpos = data.qpos();
        qvel = data.qvel();
        xmat = data.xmat();
        siteXpos = data.siteXpos();
        upperArm = model.id(ObjectType.BODY, "upper_arm");
        lowerArm = model.id(ObjectType.BODY, "lower_arm");
        tip = model.id(ObjectType.SITE, "tip");
        target = model.id(ObjectType.SITE, "target");
    }

    static List<SuiteTask> tasks() {
        return List.of(
                task("acrobot-swingup", "two linked rods are swung up and kept so", NEAR_TARGET),
                task("acrobot-swingup-sparse", "two linked rods are swung up and kept so, reward 0 or 1", AT_TARGET));
    }

    private static SuiteTask task(String name, String description, Tolerance tolerance) {
        EnvSpec spec = new EnvSpec(name, 6, 1, 1000, 0.01, 1).withParts(
                new ObservationPart("orientations", 4), new ObservationPart("velocity", 2));
        return new SuiteTask(spec, description, MODEL, (model, data) -> new Acrobot(model, data, tolerance));
    }

    @Override
    public void reset(RandomGenerator random) {
        for (int joint = 0; joint < qpos.size(); joint++) {
            qpos.set(joint, random.nextDouble(-Math.PI, Math.PI));
        }
        data.forward();
    }

    @Override
    public void observe(float[] observation) {
        observation[0] = (float) xmat.get(Observations.rotation(upperArm, 0, 2));
        observation[1] = (float) xmat.get(Observations.rotation(lowerArm, 0, 2));
        observation[2] = (float) xmat.get(Observations.rotation(upperArm, 2, 2));
        observation[3] = (float) xmat.get(Observations.rotation(lowerArm, 2, 2));
        Observations.put(qvel, 0, observation, 4);
    }

    @Override
    public double reward(float[] action) {
        return tolerance.of(Observations.distance(siteXpos, target, tip));
    }
}
