package dev.advect.examples;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.runtime.Policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A trained policy at work in a program that trains nothing: it needs the jars of {@code runtime} and {@code mujoco}, and
 * slf4j-api, by which the latter logs; the file that {@code advect export} has written of a run of cheetah-run; and the
 * model, {@code envs/src/main/resources/dev/advect/envs/suite/cheetah.xml}.
 */
public final class CheetahControl {
    /** Joints of the torso, which come first: along x, along z, pitch. */
    private static final int ROOT = 3;
    private static final int SETTLING_STEPS = 200;
    private static final int STEPS = 1000;

    private final Policy policy;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView ctrl;
    private final DoubleView velocity;
    private final DoubleView ranges;
    private final float[] observation;
    private final float[] action;

    /** For one thread. The policy is one of 17 observations and 6 actions. */
    public CheetahControl(Policy policy, Model model, Data data) {
        this.policy = policy;
        this.data = data;
        qpos = data.qpos();
        qvel = data.qvel();
        ctrl = data.ctrl();
        velocity = data.sensor("torso_subtreelinvel");
        ranges = model.jntRange();
        observation = new float[qpos.size() - 1 + qvel.size()];
        action = new float[ctrl.size()];
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: CheetahControl POLICY MODEL.xml");
            System.exit(2);
        }
        Policy policy = Policy.load(Path.of(args[0]));
        policy.warmUp(10); // or the first actions would take longer than a control step
        try (Model model = Model.fromFile(Path.of(args[1]));
                Data data = model.newData()) {
            CheetahControl control = new CheetahControl(policy, model, data);
            RandomGenerator random = new SplittableRandom(0);
            control.reset(random);
            double reward = 0;
            for (int step = 1; step <= STEPS; step++) {
                reward += control.step(random);
                if (step % 100 == 0) {
                    System.out.printf("%5.1f s  %6.1f m  %5.2f m/s%n", data.time(), data.qpos().get(0), control.speed());
                }
            }
            System.out.printf("return %.1f%n", reward);
        }
    }

    /** Puts the cheetah somewhere and lets it come to rest. */
    public void reset(RandomGenerator random) {
        data.reset();
        for (int joint = ROOT; joint < qpos.size(); joint++) {
            qpos.set(joint, random.nextDouble(ranges.get(2 * joint), ranges.get(2 * joint + 1)));
        }
        data.forward();
        data.step(SETTLING_STEPS);
        data.time(0);
    }

    /**
     * Observes, acts, and lets 0.01 s pass.
     *
     * @return the reward of cheetah-run, speed / 10 within [0, 1]
     */
    public double step(RandomGenerator random) {
        for (int i = 1; i < qpos.size(); i++) { // the place along the track is not observed
            observation[i - 1] = (float) qpos.get(i);
        }
        qvel.copyTo(observation, qpos.size() - 1);
        policy.act(observation, action, random);
        ctrl.copyFrom(action, 0);
        data.step();
        return Math.clamp(speed() / 10, 0, 1);
    }

    /** Of the whole body's centre of mass, m/s. */
    public double speed() {
        return velocity.get(0);
    }
}
