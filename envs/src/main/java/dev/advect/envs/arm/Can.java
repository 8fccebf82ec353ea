package dev.advect.envs.arm;

import dev.advect.mujoco.Data;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The can task: move a can from one bin into its compartment of another.
 *
 * <p>Observation, {@code [23]}: position of the grip point (m), the hand's quaternion x, y, z, w, finger positions (m);
 * then the can's position (m) and quaternion x, y, z, w, and both again relative to the hand.
 *
 * <p>Initial state: the can stands in the first bin, within 0.12 m of the bin's centre in x and 0.17 m in y, at any yaw.
 *
 * <p>Success: the can's centre is in its compartment, 0.1 m &lt; x &lt; 0.3 m, 0.28 m &lt; y &lt; 0.53 m, 0.8 m &lt; z
 * &lt; 0.9 m, and its distance d to the grip point satisfies 1 - tanh(10 d) &lt; 0.6, that is, d exceeds 0.0424 m.
 *
 * <p>In the shifted task the second bin, with the compartment, stands 0.08 m further along x. The observation does not say
 * where it stands, so that only the reward tells.
 *
 * <p>Source: robosuite 1.4.1 {@code pick_place.py}. The other three objects of the full environment, which robosuite parks
 * far away for this task, are omitted.
 */
final class Can implements Scenario {
    static final double BIN_X = 0.1;
    static final double BIN_Y = -0.25;
    /** How far the second bin is moved in the shifted task, cm. */
    private static final int SHIFT = 8;

    private final Panda panda;
    private final FreeBody can;
    /** How far the second bin is moved along x, cm: whole numbers, so that a bin at 0 is where it has always been. */
    private final int shift;

    private Can(Data data, List<PandaRobot> robots, int shift) {
        panda = robots.getFirst().panda;
        can = new FreeBody(data, "can");
        this.shift = shift;
    }

    static ArmTask task() {
        return task("can", "a Panda puts a can into its compartment, reward 0 or 1", 0);
    }

    static ArmTask shiftedTask() {
        return task("can-shifted", "can with the compartment's bin moved by 8 cm", SHIFT);
    }

    private static ArmTask task(String name, String description, int shift) {
        Scene scene = new Scene().robot("robot0", -0.5, -0.1, 0.912, 0).with("can.xml", Map.of(
                "NEAR", metres(-10 + shift), "MIDDLE", metres(10 + shift), "FAR", metres(30 + shift)));
        return new ArmTask(name, description, 1, 14, 400, scene, (data, robots) -> new Can(data, robots, shift));
    }

    private static double metres(int centimetres) {
        return centimetres / 100.0;
    }

    @Override
    public void place(RandomGenerator random) {
        can.place(BIN_X + random.nextDouble(-0.12, 0.12), BIN_Y + random.nextDouble(-0.17, 0.17), 0.86,
                random.nextDouble(0, 2 * Math.PI));
    }

    @Override
    public void observe(float[] observation, int offset) {
        can.observeFrom(panda, observation, can.observe(observation, offset));
    }

    @Override
    public boolean succeeded() {
        return between(metres(10 + shift), can.position(0), metres(30 + shift)) && between(0.28, can.position(1), 0.53)
                && between(0.8, can.position(2), 0.9) && isLetGo(can, panda);
    }

    private static boolean between(double low, double value, double high) {
        return low < value && value < high;
    }

    /** Whether the hand has moved away from an object that it has released. */
    static boolean isLetGo(FreeBody thing, Panda panda) {
        return 1 - Math.tanh(10 * thing.distance(panda)) < 0.6;
    }

    @Override
    public ScriptedExpert expert() {
        return CanExpert.of(panda, can, metres(shift));
    }
}
