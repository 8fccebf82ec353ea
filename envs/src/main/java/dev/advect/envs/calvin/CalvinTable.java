package dev.advect.envs.calvin;

import dev.advect.envs.algebra.Rotation;
import dev.advect.envs.calvin.CalvinPlan.Place;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.IntView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.ModelField;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The desk in a simulation: the positions of its joints and blocks, the two lights with their logic, and what touches what.
 * The switch past the middle of its range turns the bulb on; each press of the button past the middle of its range toggles
 * the LED.
 */
final class CalvinTable {
    /** Six joints and lights, six numbers for each block. */
    static final int OBSERVATION = 24;

    private static final double DRAWER_OPEN = 0.22;
    private static final double SWITCH_ON = 0.088;
    private static final double SWITCH_MIDDLE = 0.044;
    private static final double BUTTON_MIDDLE = 0.01;
    /** The height of a block that lies on the desk or the plank, and in the drawer, m. */
    private static final double ON_DESK = 0.46;
    private static final double IN_DRAWER = 0.3615;

    private final Data data;
    private final CalvinScene scene;
    private final DoubleView qpos;
    private final DoubleView qvel;
    private final DoubleView xpos;
    private final DoubleView xquat;
    private final int slide;
    private final int drawer;
    private final int button;
    private final int lever;
    private final int[] bodies = new int[3];
    private final int[] blockQpos = new int[3];
    private final int[] blockDofs = new int[3];
    /** What each geom is part of. */
    private final CalvinThing[] things;
    private final double[] quaternion = new double[4];
    private final double[] matrix = new double[9];
    private final double[] angles = new double[3];
    private boolean led;
    private boolean pressed;

    CalvinTable(Data data, CalvinScene scene) {
        this.data = data;
        this.scene = scene;
        Model model = data.model();
        qpos = data.qpos();
        qvel = data.qvel();
        xpos = data.doubles(DataField.XPOS);
        xquat = data.doubles(DataField.XQUAT);
        slide = position(model, "slide");
        drawer = position(model, "drawer");
        button = position(model, "button");
        lever = position(model, "switch");
        for (CalvinBlock block : CalvinBlock.values()) {
            bodies[block.index] = model.id(ObjectType.BODY, block.label());
            blockQpos[block.index] = position(model, block.label());
            blockDofs[block.index] = model.jntDofadr().get(model.id(ObjectType.JOINT, block.label()));
        }
        things = things(model);
    }

    private static int position(Model model, String joint) {
        return model.jntQposadr().get(model.id(ObjectType.JOINT, joint));
    }

    private static CalvinThing[] things(Model model) {
        IntView bodyOfGeom = model.ints(ModelField.GEOM_BODYID);
        IntView parents = model.ints(ModelField.BODY_PARENTID);
        Map<Integer, CalvinThing> named = Map.of(
                model.id(ObjectType.BODY, "link0"), CalvinThing.ROBOT,
                model.id(ObjectType.BODY, "desk"), CalvinThing.DESK,
                model.id(ObjectType.BODY, "plank"), CalvinThing.PLANK,
                model.id(ObjectType.BODY, "slide"), CalvinThing.DOOR,
                model.id(ObjectType.BODY, "drawer"), CalvinThing.DRAWER,
                model.id(ObjectType.BODY, "button"), CalvinThing.BUTTON,
                model.id(ObjectType.BODY, "switch"), CalvinThing.SWITCH,
                model.id(ObjectType.BODY, "red_block"), CalvinThing.RED_BLOCK,
                model.id(ObjectType.BODY, "blue_block"), CalvinThing.BLUE_BLOCK,
                model.id(ObjectType.BODY, "pink_block"), CalvinThing.PINK_BLOCK);
        CalvinThing[] things = new CalvinThing[bodyOfGeom.size()];
        for (int geom = 0; geom < things.length; geom++) {
            int body = bodyOfGeom.get(geom);
            int root = body;
            while (parents.get(root) != 0) {
                root = parents.get(root);
            }
            things[geom] = named.getOrDefault(root, CalvinThing.FLOOR);
        }
        return things;
    }

    CalvinScene scene() {
        return scene;
    }

    /**
     * Sets the joints, lights and blocks to a start state. Blocks lie at CALVIN's places: two on the table, by chance, and one
     * in each compartment, turned by π/2 ± π/8 about z. Where CALVIN has no place, in the drawer, on another block and in the
     * hand, the places are our own.
     */
    void set(CalvinPlan plan, CalvinRobot robot, RandomGenerator random) {
        qpos.set(slide, plan.sliderLeft() ? scene.slideRange : 0);
        qpos.set(drawer, plan.drawerOpen() ? DRAWER_OPEN : 0);
        qpos.set(button, 0);
        qpos.set(lever, plan.lightbulb() ? SWITCH_ON : 0);
        led = plan.led();
        pressed = false;
        double second = scene.button > 0 ? -0.13 : 0.23; // away from the button
        double[] table = random.nextBoolean() ? new double[] {0.05, second} : new double[] {second, 0.05};
        int next = 0;
        double bottom = 0;
        for (CalvinBlock block : CalvinBlock.values()) {
            double yaw = Math.PI / 2 + random.nextDouble(-Math.PI / 8, Math.PI / 8);
            switch (plan.place(block)) {
                case TABLE, HANDLED, RAISED -> place(block, table[next++], -0.12, ON_DESK, yaw);
                case STACKED_BOTTOM -> {
                    bottom = table[next++];
                    place(block, bottom, -0.12, ON_DESK, yaw);
                }
                case SLIDER_LEFT -> place(block, scene.plank - 0.141, 0.0924, ON_DESK, yaw);
                case SLIDER_RIGHT -> place(block, scene.plank + 0.170, 0.0924, ON_DESK, yaw);
                case DRAWER -> place(block, scene.drawer + random.nextDouble(-0.08, 0.08),
                        random.nextDouble(-0.31, -0.25), IN_DRAWER, yaw);
                case GRASPED -> hold(block, robot);
                case STACKED_TOP -> { }
            }
        }
        for (CalvinBlock block : CalvinBlock.values()) {
            if (plan.place(block) == Place.STACKED_TOP) {
                place(block, bottom, -0.12, ON_DESK + 2 * CalvinBlock.HALF,
                        Math.PI / 2 + random.nextDouble(-Math.PI / 8, Math.PI / 8));
            }
        }
    }

    private void place(CalvinBlock block, double x, double y, double z, double yaw) {
        Euler.matrix(0, 0, yaw, matrix);
        pose(block, new double[] {x, y, z}, matrix);
    }

    /** Puts a block between the fingers, its width along their travel. */
    private void hold(CalvinBlock block, CalvinRobot robot) {
        Euler.matrix(robot.target[3], robot.target[4], robot.target[5], matrix);
        for (int i = 0; i < 3; i++) {
            matrix[3 * i + 1] = -matrix[3 * i + 1];
            matrix[3 * i + 2] = -matrix[3 * i + 2];
        }
        pose(block, robot.target, matrix);
    }

    private void pose(CalvinBlock block, double[] position, double[] rotation) {
        int first = blockQpos[block.index];
        Rotation.toQuaternion(rotation, quaternion);
        for (int i = 0; i < 3; i++) {
            qpos.set(first + i, position[i]);
        }
        for (int i = 0; i < 4; i++) {
            qpos.set(first + 3 + i, quaternion[i]);
        }
    }

    /** Updates the LED after a control step. */
    void updateLights() {
        boolean now = qpos.get(button) > BUTTON_MIDDLE;
        led ^= now && !pressed;
        pressed = now;
    }

    double slider() {
        return qpos.get(slide);
    }

    double drawer() {
        return qpos.get(drawer);
    }

    double button() {
        return qpos.get(button);
    }

    double lever() {
        return qpos.get(lever);
    }

    boolean lightbulb() {
        return lever() > SWITCH_MIDDLE;
    }

    boolean led() {
        return led;
    }

    /** One coordinate of a block, m. */
    double position(CalvinBlock block, int axis) {
        return xpos.get(3 * bodies[block.index] + axis);
    }

    /** Writes the matrix from block to world, {@code [3, 3]}. */
    void rotation(CalvinBlock block, double[] matrix) {
        for (int i = 0; i < 4; i++) {
            quaternion[i] = xquat.get(4 * bodies[block.index] + i);
        }
        Rotation.ofQuaternion(quaternion, matrix);
    }

    /** Writes the present state, as conditions see it. */
    void read(CalvinState state) {
        state.slider = slider();
        state.drawer = drawer();
        state.lightbulb = lightbulb();
        state.led = led;
        state.robotTouches.clear();
        for (CalvinBlock block : CalvinBlock.ALL) {
            CalvinState.Block value = state.block(block);
            for (int i = 0; i < 3; i++) {
                value.position[i] = position(block, i);
            }
            rotation(block, value.rotation);
            value.speed = speed(block);
            value.touches.clear();
        }
        int contacts = data.ncon();
        for (int i = 0; i < contacts; i++) {
            CalvinThing a = things[data.contactGeom1(i)];
            CalvinThing b = things[data.contactGeom2(i)];
            note(state, a, b);
            note(state, b, a);
        }
    }

    private static void note(CalvinState state, CalvinThing thing, CalvinThing touched) {
        switch (thing) {
            case ROBOT -> state.robotTouches.add(touched);
            case RED_BLOCK -> state.block(CalvinBlock.RED).touches.add(touched);
            case BLUE_BLOCK -> state.block(CalvinBlock.BLUE).touches.add(touched);
            case PINK_BLOCK -> state.block(CalvinBlock.PINK).touches.add(touched);
            case DESK, PLANK, DRAWER, DOOR, BUTTON, SWITCH, FLOOR -> { }
        }
    }

    private double speed(CalvinBlock block) {
        double largest = 0;
        for (int i = 0; i < 6; i++) {
            largest = Math.max(largest, Math.abs(qvel.get(blockDofs[block.index] + i)));
        }
        return largest;
    }

    /** Writes {@link #OBSERVATION} components at an offset. */
    void observe(float[] observation, int offset) {
        observation[offset] = (float) slider();
        observation[offset + 1] = (float) drawer();
        observation[offset + 2] = (float) button();
        observation[offset + 3] = (float) lever();
        observation[offset + 4] = lightbulb() ? 1 : 0;
        observation[offset + 5] = led ? 1 : 0;
        for (CalvinBlock block : CalvinBlock.ALL) {
            int first = offset + 6 + 6 * block.index;
            rotation(block, matrix);
            Euler.of(matrix, angles);
            for (int i = 0; i < 3; i++) {
                observation[first + i] = (float) position(block, i);
                observation[first + 3 + i] = (float) angles[i];
            }
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(led);
        out.writeBoolean(pressed);
    }

    void load(DataInput in) throws IOException {
        led = in.readBoolean();
        pressed = in.readBoolean();
    }
}
