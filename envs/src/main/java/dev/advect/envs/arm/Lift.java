package dev.advect.envs.arm;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.ObjectType;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The lift task: lift a cube off a table.
 *
 * <p>Observation, {@code [19]}: position of the grip point (m), the hand's quaternion x, y, z, w, finger positions (m);
 * then the cube's position (m) and quaternion x, y, z, w, and the vector from the cube to the grip point (m).
 *
 * <p>Initial state: each half extent of the cube is sampled independently and uniformly from [0.020, 0.022] m, its density
 * is 1000 kg/m³; its centre lies within 0.03 m of the table's centre in x and y, 0.01 m above the table, at any yaw.
 *
 * <p>Success: the cube's centre is more than 0.04 m above the table. The reward is 1 on success, otherwise 0. In the dense
 * variant the reward before success is (1 - tanh(10 d) + g) / 2.25, where d is the distance from grip point to cube, and g
 * is 0.25 if both fingers touch the cube, otherwise 0.
 *
 * <p>Source: robosuite 1.4.1 {@code lift.py}.
 */
final class Lift implements Scenario {
    static final double TABLE = 0.8;
    private static final double SMALLEST = 0.020;
    private static final double LARGEST = 0.022;
    private static final double SPREAD = 0.03;

    private final Panda panda;
    private final boolean dense;
    private final FreeBody cube;
    private final BodyShape shape;
    private final int geom;
    private final double[] half = new double[3];

    private Lift(Data data, List<PandaRobot> robots, boolean dense) {
        this.dense = dense;
        panda = robots.getFirst().panda;
        cube = new FreeBody(data, "cube");
        shape = new BodyShape(data, "cube", 1000);
        geom = data.model().id(ObjectType.GEOM, "cube");
    }

    static ArmTask task() {
        return task("lift", "a Panda lifts a cube off a table, reward 0 or 1", false);
    }

    static ArmTask denseTask() {
        return task("lift-dense", "a Panda lifts a cube off a table, rewarded on the way", true);
    }

    private static ArmTask task(String name, String description, boolean dense) {
        Scene scene = new Scene().robot("robot0", -0.56, 0, 0.912, 0).with("lift.xml");
        return new ArmTask(name, description, 1, 10, 400, scene, (data, robots) -> new Lift(data, robots, dense)).resizing();
    }

    @Override
    public void place(RandomGenerator random) {
        for (int i = 0; i < 3; i++) {
            half[i] = random.nextDouble(SMALLEST, LARGEST);
        }
        resize();
        cube.place(random.nextDouble(-SPREAD, SPREAD), random.nextDouble(-SPREAD, SPREAD), TABLE + half[2] + 0.01,
                random.nextDouble(0, 2 * Math.PI));
    }

    private void resize() {
        shape.size(0, half);
        shape.renew();
    }

    @Override
    public void observe(float[] observation, int offset) {
        int next = cube.observe(observation, offset);
        for (int i = 0; i < 3; i++) {
            observation[next + i] = (float) (panda.grip(i) - cube.position(i));
        }
    }

    @Override
    public boolean succeeded() {
        return cube.position(2) > TABLE + 0.04;
    }

    @Override
    public double reward() {
        if (succeeded() || !dense) {
            return succeeded() ? 1 : 0;
        }
        return (1 - Math.tanh(10 * cube.distance(panda)) + (panda.grasps(geom) ? 0.25 : 0)) / 2.25;
    }

    @Override
    public ScriptedExpert expert() {
        return LiftExpert.of(panda, cube);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (double value : half) {
            out.writeDouble(value);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < half.length; i++) {
            half[i] = in.readDouble();
        }
        resize();
    }
}
