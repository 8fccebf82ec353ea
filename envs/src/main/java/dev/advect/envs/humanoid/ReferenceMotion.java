package dev.advect.envs.humanoid;

import java.util.Arrays;

/** A motion fitted to a variant of the body, frame by frame at the control rate: the states that a policy tracks. */
public final class ReferenceMotion {
    /** The control rate, frames per second. */
    public static final double RATE = 30;

    /** The height, m, below which it does not matter that a fit moves the soles. No motion made by code is moved by more. */
    private static final double EXACT = 1e-3;

    private final MotionClip clip;
    private final double[][] qpos;
    private final double[][] qvel;
    private final BodyStates[] bodies;
    private final double residual;
    private final double largestResidual;
    private final int worst;

    /** Fits a motion to a variant. */
    public ReferenceMotion(MotionClip clip, HumanoidBody body) {
        this.clip = clip;
        int frames = Math.max(2, (int) Math.floor(clip.seconds() * RATE + 1e-6) + 1);
        qpos = new double[frames][body.positions()];
        qvel = new double[frames][body.velocities()];
        bodies = new BodyStates[frames];
        HingeFit fit = new HingeFit(body);
        double[] angles = body.hinges().stream().mapToDouble(Hinge::centre).toArray();
        double[] local = new double[Anatomy.BODIES * 4];
        double[] missed = new double[Anatomy.BODIES];
        double[] squares = new double[Anatomy.BODIES];
        double[] raised = new double[frames];
        double largest = 0;
        for (int t = 0; t < frames; t++) {
            clip.at(t / RATE, qpos[t], local);
            System.arraycopy(local, 0, qpos[t], 3, 4);
            fit.fit(local, angles, missed);
            System.arraycopy(angles, 0, qpos[t], HumanoidBody.ROOT_POSITIONS, angles.length);
            raised[t] = fit.raisedSoles();
            for (int i = 0; i < missed.length; i++) {
                squares[i] += missed[i] * missed[i] / frames;
                largest = Math.max(largest, missed[i]);
            }
        }
        residual = Math.sqrt(Arrays.stream(squares).sum() / squares.length);
        largestResidual = largest;
        int most = 0;
        for (int i = 0; i < squares.length; i++) {
            most = squares[i] > squares[most] ? i : most;
        }
        worst = most;
        ground(raised);
        for (int t = 0; t < frames; t++) {
            velocities(t);
            bodies[t] = new BodyStates(body);
            bodies[t].set(qpos[t], qvel[t]);
        }
    }

    /** Lowers the pelvis by what the fit has raised the soles: without the hinges that a variant lacks, feet would hover. */
    private void ground(double[] raised) {
        if (Arrays.stream(raised).allMatch(height -> Math.abs(height) < EXACT)) {
            return;
        }
        double[] smooth = Retarget.smoothed(raised, RATE);
        for (int t = 0; t < qpos.length; t++) {
            qpos[t][2] -= smooth[t];
        }
    }

    /** Velocities by central differences, one-sided at the ends. */
    private void velocities(int t) {
        int before = Math.max(0, t - 1);
        int after = Math.min(qpos.length - 1, t + 1);
        double seconds = (after - before) / RATE;
        double[] from = qpos[before];
        double[] to = qpos[after];
        for (int i = 0; i < 3; i++) {
            qvel[t][i] = (to[i] - from[i]) / seconds;
        }
        double[] turn = Quaternion.toVector(Quaternion.product(Quaternion.inverse(Arrays.copyOfRange(from, 3, 7)),
                Arrays.copyOfRange(to, 3, 7)));
        for (int i = 0; i < 3; i++) {
            qvel[t][3 + i] = turn[i] / seconds;
        }
        for (int i = HumanoidBody.ROOT_VELOCITIES; i < qvel[t].length; i++) {
            qvel[t][i] = (to[i + 1] - from[i + 1]) / seconds;
        }
    }

    public MotionClip clip() {
        return clip;
    }

    /** The number of frames. */
    public int frames() {
        return qpos.length;
    }

    /** The positions of a frame; shared, not to be changed. */
    public double[] qpos(int frame) {
        return qpos[frame];
    }

    /** The velocities of a frame; shared, not to be changed. */
    public double[] qvel(int frame) {
        return qvel[frame];
    }

    /** Poses and velocities of the bodies in a frame; shared, not to be changed. */
    public BodyStates bodies(int frame) {
        return bodies[frame];
    }

    /** The root mean square, over frames and bodies, of the angle by which the fit misses the motion, rad. */
    public double residual() {
        return residual;
    }

    /** The largest angle by which a body is missed, rad. */
    public double largestResidual() {
        return largestResidual;
    }

    /** The index of the body that is missed most, by the mean square over frames. */
    public int worstBody() {
        return worst;
    }
}
