package dev.advect.app.bench;

import dev.advect.env.Step;
import dev.advect.envs.SimulatedEnv;
import dev.advect.mujoco.Data;
import dev.advect.random.Rng;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The physics of a simulated environment alone, on one thread. It starts from states that the environment visited under
 * random actions and runs the MuJoCo steps of one control step from each, with the recorded controls. No controller,
 * observation, reward or reset is included.
 */
final class BareLoop implements AutoCloseable {
    private static final int STATES = 128;
    /** The number of episodes over which the recorded states are spread. */
    private static final int EPISODES = 16;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SimulatedEnv env;
    private final double[][] states;

    /**
     * The measured speed of the physics alone.
     *
     * @param steps physics steps per second
     * @param stepsPerCpu physics steps per second of processor time
     */
    record Rate(double steps, double stepsPerCpu) {}

    /** @param env the environment to record from; this object closes it */
    BareLoop(SimulatedEnv env) {
        this.env = env;
        states = new double[STATES][env.data().stateSize()];
        Rng random = new Rng(0, 0);
        float[] action = new float[env.spec().actionSize()];
        Step step = new Step(env.spec().observationSize());
        env.reset(random, step.observation);
        int episodeStep = 0;
        int apart = Math.ceilDiv(EPISODES * env.spec().episodeSteps(), STATES);
        for (int i = 0; i < STATES * apart; i++) {
            for (int j = 0; j < action.length; j++) {
                action[j] = random.nextFloat(-1, 1);
            }
            step.clear();
            env.step(action, step);
            if (step.terminated || step.truncated || ++episodeStep == env.spec().episodeSteps()) {
                env.reset(random, step.observation);
                episodeStep = 0;
            }
            env.data().saveState(states[i / apart]);
        }
    }

    /** Measures for about the given number of seconds, passing through all states at least once. */
    Rate measure(double seconds) {
        Data data = env.data();
        int stepsEach = env.spec().physicsSteps();
        long steps = 0;
        long start = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        do {
            for (double[] state : states) {
                data.restoreState(state);
                data.step(stepsEach);
            }
            steps += (long) STATES * stepsEach;
        } while (System.nanoTime() - start < seconds * 1e9);
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) * 1e-9;
        return new Rate(steps / ((System.nanoTime() - start) * 1e-9), steps / cpuSeconds);
    }

    @Override
    public void close() {
        env.close();
    }
}
