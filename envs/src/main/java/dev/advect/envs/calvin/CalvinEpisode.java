package dev.advect.envs.calvin;

import dev.advect.env.ObservationPart;
import dev.advect.envs.Drive;
import dev.advect.envs.MujocoTask;
import dev.advect.mujoco.Data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One task of CALVIN, or a chain of five.
 *
 * <p>Observation, {@code [39]}: {@code robot_obs}, the tool centre point's position (m) and roll, pitch and yaw (rad), the
 * distance between the fingers (m), the seven joint angles (rad) and the last gripper action, 1 open or -1 closed;
 * {@code scene_obs}, the positions of sliding door, drawer, button and switch (m), bulb and LED, 1 on or 0 off, then
 * position and roll, pitch and yaw of the red, the blue and the pink block. In a chain the present task follows as a one-hot
 * vector, {@code [34]}.
 *
 * <p>Reward: 1 when a task is done. The condition compares the state in which the task began with the present one. The
 * episode terminates when all tasks are done; a chain also when one of its tasks was not done within 360 steps.
 *
 * <p>Source: {@code calvin_env} and the evaluation of {@code calvin}.
 */
final class CalvinEpisode implements MujocoTask, Drive {
    static final int PHYSICS_STEPS = 8;

    /** The number of steps within which a task is to be done. */
    static final int TASK_STEPS = 360;

    static final List<ObservationPart> PARTS = List.of(new ObservationPart("robot_obs", CalvinRobot.OBSERVATION),
            new ObservationPart("scene_obs", CalvinTable.OBSERVATION));

    /** Control steps in which the blocks come to rest before an episode. */
    private static final int SETTLING = 12;

    private final Data data;
    final CalvinRobot robot;
    final CalvinTable table;
    private final Function<RandomGenerator, CalvinChain> chains;
    private final boolean oneHot;
    private final float[] still = new float[CalvinRobot.ACTION];
    private List<CalvinGoal> goals = List.of();
    private CalvinState start = new CalvinState();
    private CalvinState now = new CalvinState();
    private int done;
    private int steps;

    /**
     * Creates the episode of one simulation.
     *
     * @param chains samples the start state and the tasks of an episode
     * @param oneHot whether the present task is observed
     */
    CalvinEpisode(Data data, CalvinScene scene, Function<RandomGenerator, CalvinChain> chains, boolean oneHot) {
        this.data = data;
        this.chains = chains;
        this.oneHot = oneHot;
        robot = new CalvinRobot(data);
        table = new CalvinTable(data, scene);
    }

    /** The task that is to be done, or the last one. */
    CalvinGoal goal() {
        return goals.get(Math.min(done, goals.size() - 1));
    }

    /** The number of tasks done. */
    int done() {
        return done;
    }

    boolean allDone() {
        return done == goals.size();
    }

    @Override
    public void reset(RandomGenerator random) {
        CalvinChain chain = chains.apply(random);
        boolean open = !chain.start().grasped();
        goals = chain.goals();
        done = 0;
        steps = 0;
        robot.reset(open);
        table.set(chain.start(), robot, random);
        data.forward();
        robot.carry();
        still[CalvinRobot.ACTION - 1] = open ? 1 : -1;
        for (int i = 0; i < SETTLING; i++) {
            step(still);
        }
        data.forward();
        table.read(start);
    }

    @Override
    public void step(float[] action) {
        robot.act(action);
        data.step(PHYSICS_STEPS);
        robot.carry(); // now, so that a saved state holds the forces of the next step
        table.updateLights();
    }

    @Override
    public void observe(float[] observation) {
        robot.observe(observation);
        table.observe(observation, CalvinRobot.OBSERVATION);
        if (oneHot) {
            int first = CalvinRobot.OBSERVATION + CalvinTable.OBSERVATION;
            Arrays.fill(observation, first, observation.length, 0);
            observation[first + CalvinGoals.index(goal())] = 1;
        }
    }

    @Override
    public double reward(float[] action) {
        steps++;
        if (data.diverged() || allDone()) {
            return 0;
        }
        table.read(now);
        if (!goal().condition().holds(start, now)) {
            return 0;
        }
        done++;
        steps = 0;
        CalvinState before = start;
        start = now;
        now = before;
        return 1;
    }

    @Override
    public long reached() {
        return (1L << done) - 1;
    }

    @Override
    public boolean terminated() {
        return allDone() || (goals.size() > 1 && steps >= TASK_STEPS);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        robot.save(out);
        table.save(out);
        CalvinStateFormat.write(start, out);
        out.writeInt(goals.size());
        for (CalvinGoal goal : goals) {
            out.writeInt(CalvinGoals.index(goal));
        }
        out.writeInt(done);
        out.writeInt(steps);
    }

    @Override
    public void load(DataInput in) throws IOException {
        robot.load(in);
        table.load(in);
        CalvinStateFormat.read(start, in);
        int size = in.readInt();
        List<CalvinGoal> loaded = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            loaded.add(CalvinGoals.all().get(in.readInt()));
        }
        goals = List.copyOf(loaded);
        done = in.readInt();
        steps = in.readInt();
    }
}
