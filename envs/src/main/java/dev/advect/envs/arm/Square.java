package dev.advect.envs.arm;

import dev.advect.mujoco.Data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The square task: put a square nut with a handle over a square peg, with 6.75 mm of clearance on each side.
 *
 * <p>Observation, {@code [23]}: position of the grip point (m), the hand's quaternion x, y, z, w, finger positions (m);
 * then the position of the hole's centre (m) and the nut's quaternion x, y, z, w, and both again relative to the hand.
 *
 * <p>Initial state: the nut's x is uniform in [-0.115, -0.11] m, its y in [0.11, 0.225] m, at any yaw; it starts 0.07 m
 * above the table and falls onto it.
 *
 * <p>Success: the hole's centre is within 0.03 m of the peg's axis in x and in y and below z = 0.87 m, and its distance d
 * to the grip point satisfies 1 - tanh(10 d) &lt; 0.6, that is, d exceeds 0.0424 m.
 *
 * <p>Source: robosuite 1.4.1 {@code nut_assembly.py}. The round nut of the full environment, which robosuite parks far
 * away for this task, is omitted; its peg is present.
 */
final class Square implements Scenario {
    static final double PEG_X = 0.23;
    static final double PEG_Y = 0.1;

    private final Panda panda;
    private final FreeBody nut;

    private Square(Data data, List<PandaRobot> robots) {
        panda = robots.getFirst().panda;
        nut = new FreeBody(data, "nut");
    }

    static ArmTask task() {
        Scene scene = new Scene().robot("robot0", -0.385, 0, 0.912, 0).with("square.xml");
        return new ArmTask("square", "a Panda puts a square nut over a peg, reward 0 or 1", 1, 14, 400, scene, Square::new);
    }

    @Override
    public void place(RandomGenerator random) {
        nut.place(random.nextDouble(-0.115, -0.11), random.nextDouble(0.11, 0.225), 0.89,
                random.nextDouble(0, 2 * Math.PI));
    }

    @Override
    public void observe(float[] observation, int offset) {
        nut.observeFrom(panda, observation, nut.observe(observation, offset));
    }

    @Override
    public boolean succeeded() {
        return Math.abs(nut.position(0) - PEG_X) < 0.03 && Math.abs(nut.position(1) - PEG_Y) < 0.03
                && nut.position(2) < 0.87 && Can.isLetGo(nut, panda);
    }

    @Override
    public ScriptedExpert expert() {
        return SquareExpert.of(panda, nut);
    }
}
