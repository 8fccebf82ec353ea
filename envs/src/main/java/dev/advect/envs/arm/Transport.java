package dev.advect.envs.arm;

import dev.advect.envs.algebra.Rotation;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.ModelField;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The transport task for two Pandas that face each other. The first removes the lid of a bin and hands the hammer in it to
 * the second, which has moved a piece of trash from the target bin to the trash bin and puts the hammer in the target bin.
 *
 * <p>Observation, {@code [59]}: for each robot the position of the grip point (m), the hand's quaternion x, y, z, w and the
 * finger positions (m); then position (m) and quaternion x, y, z, w of hammer, trash and the lid's handle; the positions of
 * target bin and trash bin (m); the vectors from the first grip point to the hammer and to the lid's handle, and from the
 * second grip point to the hammer and to the trash (m); two flags, 0 or 1, that tell whether the hammer is in the target
 * bin and the trash in the trash bin.
 *
 * <p>Initial state: the bins within 0.005 m of their nominal positions in x and y; the trash, a cube of 0.04 m, in the
 * target bin at a yaw of up to ±0.3 π; the hammer on its side in the start bin, its handle within π/6 of the x axis, its
 * head at either end and with a half width uniform in [0.015, 0.018] m; the lid on the start bin. The bins are fixed; in
 * the benchmark they can move, but weigh 26 kg.
 *
 * <p>Success: the hammer touches the floor of the target bin, and the trash touches the floor of the trash bin.
 *
 * <p>Source: robosuite 1.4.1 {@code two_arm_transport.py}.
 */
final class Transport implements Scenario {
    static final double SMALLEST_HEAD = 0.015;
    static final double LARGEST_HEAD = 0.018;
    private static final double BIN_SPREAD = 0.005;
    private static final double BIN_Z = 0.876;
    private static final double RIM = BIN_Z + 0.075;
    private static final double FLOOR = BIN_Z - 0.065;
    private static final double CLEARANCE = 0.002;

    /** The orientations of the hammer on its side, with the head towards +x or -x, as (w, x, y, z). */
    private static final double[][] SIDES = {{0.5, -0.5, 0.5, -0.5}, {0.5, -0.5, -0.5, 0.5}};

    private final Data data;
    private final Panda first;
    private final Panda second;
    private final FreeBody payload;
    private final FreeBody trash;
    private final FreeBody lid;
    private final BodyShape hammer;
    private final int payloadGeoms;
    private final int payloadEnd;
    private final int trashGeom;
    private final int lidHandle;
    private final int targetBase;
    private final int trashBase;
    private final int startBin;
    private final int targetBin;
    private final int trashBin;
    private final DoubleView geomXpos;
    private final DoubleView xpos;
    private final DoubleView binPositions;
    /** The values sampled for the episode: half the width of the hammer's head, then x and y of the three bins, m. */
    private final double[] sampled = new double[7];

    private Transport(Data data, List<PandaRobot> robots) {
        this.data = data;
        Model model = data.model();
        first = robots.get(0).panda;
        second = robots.get(1).panda;
        payload = new FreeBody(data, "payload");
        trash = new FreeBody(data, "trash");
        lid = new FreeBody(data, "lid");
        hammer = new BodyShape(data, "payload", 150, 225, 225, 225, 225);
        payloadGeoms = model.id(ObjectType.GEOM, "payload_handle");
        payloadEnd = model.id(ObjectType.GEOM, "payload_claw") + 1;
        trashGeom = model.id(ObjectType.GEOM, "trash");
        lidHandle = model.id(ObjectType.GEOM, "lid_handle");
        targetBase = model.id(ObjectType.GEOM, "target_bin_base");
        trashBase = model.id(ObjectType.GEOM, "trash_bin_base");
        startBin = model.id(ObjectType.BODY, "start_bin");
        targetBin = model.id(ObjectType.BODY, "target_bin");
        trashBin = model.id(ObjectType.BODY, "trash_bin");
        geomXpos = data.doubles(DataField.GEOM_XPOS);
        xpos = data.doubles(DataField.XPOS);
        binPositions = model.doubles(ModelField.BODY_POS);
    }

    static ArmTask task() {
        Scene scene = new Scene()
                .robot("robot0", 0, -0.81, 0.912, Math.PI / 2)
                .robot("robot1", 0, 0.81, 0.912, -Math.PI / 2)
                .with("transport.xml");
        return new ArmTask("transport", "two Pandas hand over a hammer and clear trash, reward 0 or 1", 2, 41, 700, scene,
                Transport::new).resizing();
    }

    @Override
    public void place(RandomGenerator random) {
        sampled[0] = random.nextDouble(SMALLEST_HEAD, LARGEST_HEAD);
        double[] centres = {0.2, -0.45, -0.2, 0.45, 0.2, 0.45};
        for (int i = 0; i < centres.length; i++) {
            sampled[1 + i] = centres[i] + random.nextDouble(-BIN_SPREAD, BIN_SPREAD);
        }
        apply();
        double yaw = random.nextDouble(-Math.PI / 6, Math.PI / 6);
        double[] turned = new double[4];
        double[] turn = {Math.cos(yaw / 2), 0, 0, -Math.sin(yaw / 2)};
        Rotation.relative(turn, SIDES[random.nextInt(2)], turned);
        payload.place(sampled[1], sampled[2], FLOOR + sampled[0] + CLEARANCE, turned);
        trash.place(sampled[3], sampled[4], FLOOR + 0.02 + CLEARANCE, random.nextDouble(-0.3 * Math.PI, 0.3 * Math.PI));
        lid.place(sampled[1], sampled[2], RIM + 0.005 + 0.001, 0);
    }

    /** Applies the sampled values to the model. */
    private void apply() {
        double h = sampled[0];
        hammer.size(1, 2 * h, h, h);
        hammer.size(2, 0.8 * h, 0.2 * h);
        hammer.size(3, h, 0.4 * h);
        hammer.size(4, 0.707 * h, 0.95 * h, 0.707 * h);
        double[] offsets = {0, 2.2 * h, 2.8 * h, -2 * h};
        for (int i = 0; i < offsets.length; i++) {
            hammer.position(1 + i, offsets[i], 0, 0.1 + h);
        }
        hammer.renew();
        int[] bins = {startBin, targetBin, trashBin};
        for (int i = 0; i < bins.length; i++) {
            binPositions.set(3 * bins[i], sampled[1 + 2 * i]);
            binPositions.set(3 * bins[i] + 1, sampled[2 + 2 * i]);
        }
    }

    @Override
    public void observe(float[] observation, int offset) {
        int next = payload.observe(observation, offset);
        next = trash.observe(observation, next);
        int handle = next;
        next = lid.observe(observation, next);
        for (int i = 0; i < 3; i++) {
            double lidAt = geomXpos.get(3 * lidHandle + i);
            observation[handle + i] = (float) lidAt;
            observation[next + i] = (float) xpos.get(3 * targetBin + i);
            observation[next + 3 + i] = (float) xpos.get(3 * trashBin + i);
            observation[next + 6 + i] = (float) (payload.position(i) - first.grip(i));
            observation[next + 9 + i] = (float) (lidAt - first.grip(i));
            observation[next + 12 + i] = (float) (payload.position(i) - second.grip(i));
            observation[next + 15 + i] = (float) (trash.position(i) - second.grip(i));
        }
        observation[next + 18] = isDelivered() ? 1 : 0;
        observation[next + 19] = isCleared() ? 1 : 0;
    }

    private boolean isDelivered() {
        return Contacts.touch(data, targetBase, payloadGeoms, payloadEnd);
    }

    private boolean isCleared() {
        return Contacts.touch(data, trashBase, trashGeom);
    }

    @Override
    public boolean succeeded() {
        return isDelivered() && isCleared();
    }

    @Override
    public ScriptedExpert expert() {
        return TransportExpert.of(first, second, payload, trash, lid);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (double value : sampled) {
            out.writeDouble(value);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = in.readDouble();
        }
        apply();
    }
}
