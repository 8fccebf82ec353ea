package dev.advect.envs.arm;

import dev.advect.mujoco.Data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A can is taken from one bin and put into its compartment of another.
 *
 * <p>Observation, {@code [23]}: grip point (m), hand's quaternion x, y, z, w, fingers (m); then the can's position and
 * quaternion x, y, z, w, and both again as seen from the hand.
 *
 * <p>Start: the can stands in the first bin, within 0.12 m of its centre in x and 0.17 m in y; any yaw.
 *
 * <p>Success: the can's centre is in its compartment, 0.1 m &lt; x &lt; 0.3 m, 0.28 m &lt; y &lt; 0.53 m, 0.8 m &lt; z
 * &lt; 0.9 m, and away from the grip point by d with 1 - tanh(10 d) &lt; 0.6, that is more than 0.0424 m.
 *
 * <p>Source: robosuite 1.4.1 {@code pick_place.py}. The other three things of the full environment, which this task parks
 * far away, are left out.
 */
final class Can implements Scenario {
    static final double BIN_X = 0.1;
    static final double BIN_Y = -0.25;

    private final Panda panda;
    private final FreeBody can;

    private Can(Data data, List<PandaRobot> robots) {
        panda = robots.getFirst().panda;
        can = new FreeBody(data, "can");
    }

    static ArmTask task() {
        Scene scene = new Scene().robot("robot0", -0.5, -0.1, 0.912, 0).with("can.xml");
        return new ArmTask("can", "a Panda puts a can into its compartment, reward 0 or 1", 1, 14, 400, scene, Can::new);
    }

    @Override
    public void place(RandomGenerator random) {
        can.place(BIN_X + random.nextDouble(-0.12, 0.12), BIN_Y + random.nextDouble(-0.17, 0.17), 0.86,
                random.nextDouble(0, 2 * Math.PI));
    }

    @Override
    public void observe(float[] observation, int at) {
        can.observeFrom(panda, observation, can.observe(observation, at));
    }

    @Override
    public boolean succeeded() {
        return between(0.1, can.position(0), 0.3) && between(0.28, can.position(1), 0.53)
                && between(0.8, can.position(2), 0.9) && isLetGo(can, panda);
    }

    private static boolean between(double low, double value, double high) {
        return low < value && value < high;
    }

    /** Whether a hand is away from a thing that it has put down. */
    static boolean isLetGo(FreeBody thing, Panda panda) {
        return 1 - Math.tanh(10 * thing.distance(panda)) < 0.6;
    }

    @Override
    public ScriptedExpert expert() {
        return CanExpert.of(panda, can);
    }
}
