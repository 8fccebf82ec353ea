package dev.advect.envs.humanoid;

import dev.advect.envs.Drive;
import dev.advect.envs.MujocoTask;
import dev.advect.mujoco.Data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The task of tracking a motion. An episode starts in the state of a random frame of a random motion and is truncated at the
 * motion's end. In training it terminates when a body is more than 0.25 m from its reference, in an evaluation when the
 * bodies' mean distance exceeds 0.5 m.
 */
public final class Tracking implements MujocoTask, Drive {
    /** The number of physics steps per control step. */
    static final int PHYSICS_STEPS = 4;

    /** The largest distance of any body, m, for strict success. */
    public static final double STRICT = 0.25;

    /**
     * The largest mean distance, m, for success. The rule is that of FPO's paper, but all 24 bodies count here, where the paper's public
     * code leaves out hands and toes.
     */
    public static final double LOOSE = 0.5;

    /** The number of steps after a reset without a cost of power: the controllers first have to settle. */
    private static final int SETTLING = 3;

    private final Data data;
    private final List<Hinge> hinges;
    private final List<ReferenceMotion> motions;
    private final boolean evaluation;
    private final TrackingObservation observation;
    private final BodyStates bodies;
    private final double[] qpos;
    private final double[] qvel;
    private final double[] targets;
    private int motion;
    private int frame;
    private int steps;
    private int next = -1;

    Tracking(Data data, HumanoidBody body, List<ReferenceMotion> motions, boolean evaluation) {
        this.data = data;
        this.motions = motions;
        this.evaluation = evaluation;
        hinges = body.hinges();
        observation = new TrackingObservation(body);
        bodies = new BodyStates(body);
        qpos = new double[body.positions()];
        qvel = new double[body.velocities()];
        targets = new double[hinges.size()];
    }

    /** Makes the next episode begin at the first frame of a motion. */
    public void beginNext(int which) {
        next = which;
    }

    @Override
    public void reset(RandomGenerator random) {
        if (next >= 0) {
            motion = next;
            frame = 0;
            next = -1;
        } else {
            motion = random.nextInt(motions.size());
            frame = evaluation ? 0 : random.nextInt(reference().frames() - 1);
        }
        steps = 0;
        data.qpos().copyFrom(reference().qpos(frame));
        data.qvel().copyFrom(reference().qvel(frame));
        for (int i = 0; i < targets.length; i++) {
            targets[i] = qposOf(frame, i);
            data.ctrl().set(i, targets[i]);
        }
        data.forward();
        read();
    }

    private double qposOf(int at, int hinge) {
        return reference().qpos(at)[HumanoidBody.ROOT_POSITIONS + hinge];
    }

    @Override
    public void step(float[] action) {
        for (int i = 0; i < targets.length; i++) {
            targets[i] = hinges.get(i).target(action[i]);
            data.ctrl().set(i, targets[i]);
        }
        data.step(PHYSICS_STEPS);
        frame++;
        steps++;
        read();
    }

    private void read() {
        data.qpos().copyTo(qpos);
        data.qvel().copyTo(qvel);
        bodies.set(qpos, qvel);
    }

    @Override
    public void observe(float[] out) {
        observation.write(qpos, qvel, bodies, reference().bodies(Math.min(frame + 1, reference().frames() - 1)), out);
    }

    @Override
    public double reward(float[] action) {
        return TrackingReward.of(bodies, reference().bodies(frame), steps > SETTLING ? power() : 0);
    }

    /** The power of all joints, Σ|τ q̇|, W. */
    double power() {
        double power = 0;
        for (int i = 0; i < targets.length; i++) {
            double velocity = qvel[HumanoidBody.ROOT_VELOCITIES + i];
            power += Math.abs(velocity * hinges.get(i).torque(targets[i], qpos[HumanoidBody.ROOT_POSITIONS + i], velocity));
        }
        return power;
    }

    @Override
    public boolean terminated() {
        return evaluation ? !(meanDistance() <= LOOSE) : !(largestDistance() <= STRICT);
    }

    @Override
    public boolean truncated() {
        return atEnd();
    }

    /** Milestone 0: the end of the motion. */
    @Override
    public long reached() {
        return atEnd() && !terminated() ? 1 : 0;
    }

    private boolean atEnd() {
        return frame >= reference().frames() - 1;
    }

    /** The motion that is tracked. */
    public ReferenceMotion reference() {
        return motions.get(motion);
    }

    /** The frame of the reference that the present state is compared with. */
    public int frame() {
        return frame;
    }

    /** The present state of the bodies; shared, not to be changed. */
    public BodyStates bodies() {
        return bodies;
    }

    /** The mean distance of all bodies from the reference, m. */
    public double meanDistance() {
        double sum = 0;
        for (int body = 0; body < Anatomy.BODIES; body++) {
            sum += distance(body);
        }
        return sum / Anatomy.BODIES;
    }

    /** The mean distance of some bodies from the reference, m. */
    public double meanDistance(List<Integer> some) {
        return some.stream().mapToDouble(this::distance).average().orElseThrow();
    }

    /** The largest distance of any body from the reference, m. */
    public double largestDistance() {
        double largest = 0;
        for (int body = 0; body < Anatomy.BODIES; body++) {
            largest = Math.max(largest, distance(body));
        }
        return largest;
    }

    private double distance(int body) {
        return bodies.distance(reference().bodies(frame), body);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(motion);
        out.writeInt(frame);
        out.writeInt(steps);
        out.writeInt(next);
    }

    @Override
    public void load(DataInput in) throws IOException {
        motion = in.readInt();
        frame = in.readInt();
        steps = in.readInt();
        next = in.readInt();
        if (motion < 0 || motion >= motions.size() || frame < 0 || frame >= reference().frames()) {
            throw new IOException("frame " + frame + " of motion " + motion + " does not exist");
        }
        read();
    }
}
