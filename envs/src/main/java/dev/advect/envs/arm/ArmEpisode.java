package dev.advect.envs.arm;

import dev.advect.envs.Drive;
import dev.advect.envs.MujocoTask;
import dev.advect.mujoco.Data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The task and drive of a manipulation environment: a scenario with its robots. Each physics step is split in two halves,
 * between which the controllers see the current state. As in the benchmark, observations and rewards describe the state
 * before the last physics step, except for the fingers' positions.
 */
final class ArmEpisode implements MujocoTask, Drive {
    static final int PHYSICS_STEPS = 25;

    private final Data data;
    private final List<PandaRobot> robots;
    private final Scenario scenario;
    private final boolean untilSuccess;

    /**
     * Creates the episode of one simulation.
     *
     * @param untilSuccess whether success ends the episode
     */
    ArmEpisode(Data data, List<PandaRobot> robots, Scenario scenario, boolean untilSuccess) {
        this.data = data;
        this.robots = List.copyOf(robots);
        this.scenario = scenario;
        this.untilSuccess = untilSuccess;
    }

    Scenario scenario() {
        return scenario;
    }

    List<PandaRobot> robots() {
        return robots;
    }

    @Override
    public void reset(RandomGenerator random) {
        robots.forEach(robot -> robot.reset(random));
        scenario.place(random);
        data.forward();
        robots.forEach(PandaRobot::settle);
    }

    @Override
    public void step(float[] action) {
        for (int step = 0; step < PHYSICS_STEPS; step++) {
            data.step1();
            for (int i = 0; i < robots.size(); i++) {
                robots.get(i).act(action, i * PandaRobot.ACTION, step == 0);
            }
            data.step2();
        }
    }

    @Override
    public void observe(float[] observation) {
        int offset = 0;
        for (int i = 0; i < robots.size(); i++) {
            offset = robots.get(i).observe(observation, offset);
        }
        scenario.observe(observation, offset);
    }

    @Override
    public double reward(float[] action) {
        return scenario.reward();
    }

    @Override
    public boolean terminated() {
        return untilSuccess && scenario.succeeded();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (PandaRobot robot : robots) {
            robot.save(out);
        }
        scenario.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (PandaRobot robot : robots) {
            robot.load(in);
        }
        scenario.load(in);
    }
}
