package dev.advect.envs.arm;

import dev.advect.envs.algebra.Cholesky;
import dev.advect.envs.algebra.PseudoInverse;
import dev.advect.envs.algebra.Rotation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import static dev.advect.envs.arm.Panda.JOINTS;

/**
 * An operational-space controller of the grip point (Khatib 1987, "A unified approach for motion and force control of
 * robot manipulators"). A critically damped spring pulls the grip point to a goal pose; its force is scaled by the
 * operational-space inertia, so that the grip point responds alike in every configuration of the arm.
 *
 * <p>With R, p the pose of the grip point, v, ω its velocities, J = (Jp; Jo) its Jacobian and M the arm's mass matrix:
 * <pre>
 *   F = kp (p* - p) - kd v,   T = kp e - kd ω,   kp = 150, kd = 2 √kp,   e = ½ Σ R_c × R*_c
 *   Λp = (Jp M⁻¹ Jpᵀ)⁻¹,  Λo = (Jo M⁻¹ Joᵀ)⁻¹,  Λ = (J M⁻¹ Jᵀ)⁻¹
 *   τ = Jpᵀ Λp F + Joᵀ Λo T + bias + Nᵀ M (10 (q0 - q) - 2 √10 q̇),   N = I - M⁻¹ Jᵀ Λ J
 * </pre>
 * Position and orientation are decoupled: each has its own Λ. The last term pulls the arm towards the initial posture q0
 * of the episode in the null space of the hand's task; the bias compensates gravity and Coriolis forces.
 *
 * <p>The goal changes once per control step. The goal position is relative to the current grip point, not to the previous
 * goal, while a step without rotation keeps the previous goal orientation. A zero action therefore holds the orientation
 * but lets the position drift.
 */
final class OperationalSpaceController {
    /** The displacement of the goal for an action of 1, m. */
    static final double METRES = 0.05;

    /** The rotation of the goal for an action of 1, rad. */
    static final double RADIANS = 0.5;

    private static final double STIFFNESS = 150;
    private static final double DAMPING = 2 * Math.sqrt(STIFFNESS);
    private static final double POSTURE_STIFFNESS = 10;
    private static final double POSTURE_DAMPING = 2 * Math.sqrt(POSTURE_STIFFNESS);
    private static final int SPACE = 6;

    private final Panda panda;
    private final int nv;
    private final double[] goalPosition = new double[3];
    private final double[] goalRotation = new double[9];
    private final double[] posture = new double[JOINTS];

    private final double[] rotation = new double[9];
    private final double[] turn = new double[9];
    private final double[] error = new double[3];
    private final double[] linear;
    private final double[] angular;
    private final double[] fullMass;
    private final double[] mass = new double[JOINTS * JOINTS];
    private final double[] jacobian = new double[SPACE * JOINTS];
    private final double[] half = new double[SPACE * JOINTS];
    private final double[] velocity = new double[JOINTS];
    private final double[] mobility = new double[SPACE * SPACE];
    private final double[] block = new double[9];
    private final double[] force = new double[3];
    private final double[] wrench = new double[SPACE];
    private final double[] ease = new double[JOINTS];
    private final double[] coupled = new double[SPACE];
    private final double[] torque = new double[JOINTS];
    private final Cholesky massSolver = new Cholesky(JOINTS);
    private final PseudoInverse blockSolver = new PseudoInverse(3);
    private final PseudoInverse spaceSolver = new PseudoInverse(SPACE);

    OperationalSpaceController(Panda panda) {
        this.panda = panda;
        nv = panda.data.model().nv();
        linear = new double[3 * nv];
        angular = new double[3 * nv];
        fullMass = new double[nv * nv];
    }

    /** Sets the initial posture and the goal to the current poses of arm and hand, which must be up to date. */
    void reset() {
        for (int i = 0; i < JOINTS; i++) {
            posture[i] = panda.joint(i);
        }
        for (int i = 0; i < 3; i++) {
            goalPosition[i] = panda.grip(i);
        }
        panda.gripRotation(goalRotation);
    }

    /**
     * Sets the goal relative to the pose that the first half of a physics step has computed.
     *
     * @param action translation x, y, z and rotation about x, y, z in world axes, each in [-1, 1]
     * @param from the index in {@code action} of the first of these components
     */
    void goal(float[] action, int from) {
        for (int i = 0; i < 3; i++) {
            goalPosition[i] = panda.grip(i) + METRES * Math.clamp(action[from + i], -1, 1);
        }
        double x = RADIANS * Math.clamp(action[from + 3], -1, 1);
        double y = RADIANS * Math.clamp(action[from + 4], -1, 1);
        double z = RADIANS * Math.clamp(action[from + 5], -1, 1);
        if (x != 0 || y != 0 || z != 0) {
            panda.gripRotation(rotation);
            Rotation.ofVector(x, y, z, turn);
            Rotation.multiply(turn, rotation, goalRotation);
        }
    }

    /** Sets the torques of a physics step; this is called between its two halves. */
    void act() {
        read();
        push();
        double[] torques = torques();
        for (int i = 0; i < JOINTS; i++) {
            panda.ctrl.set(panda.firstActuator + i, torques[i]);
        }
    }

    /** Extracts the arm's mass matrix and the grip point's Jacobian from MuJoCo's, which cover all degrees of freedom. */
    private void read() {
        panda.data.massMatrix(fullMass);
        panda.data.siteJacobian(panda.grip, linear, angular);
        for (int i = 0; i < JOINTS; i++) {
            System.arraycopy(fullMass, (panda.firstDof + i) * nv + panda.firstDof, mass, i * JOINTS, JOINTS);
            velocity[i] = panda.velocity(i);
        }
        for (int i = 0; i < 3; i++) {
            System.arraycopy(linear, i * nv + panda.firstDof, jacobian, i * JOINTS, JOINTS);
            System.arraycopy(angular, i * nv + panda.firstDof, jacobian, (3 + i) * JOINTS, JOINTS);
        }
        panda.gripRotation(rotation);
    }

    /** Computes the wrench (Λp F, Λo T). */
    private void push() {
        massSolver.factor(mass);
        massSolver.halfSolve(jacobian, half);
        for (int k = 0; k < SPACE; k++) {
            for (int l = 0; l <= k; l++) {
                double product = dot(half, k * JOINTS, half, l * JOINTS);
                mobility[k * SPACE + l] = product;
                mobility[l * SPACE + k] = product;
            }
        }
        for (int i = 0; i < 3; i++) {
            error[i] = goalPosition[i] - panda.grip(i);
        }
        push(0);
        Rotation.error(rotation, goalRotation, error);
        push(3);
    }

    /** Computes the three wrench components from {@code from} on, from the error in position or orientation. */
    private void push(int from) {
        for (int i = 0; i < 3; i++) {
            force[i] = STIFFNESS * error[i] - DAMPING * dot(jacobian, (from + i) * JOINTS, velocity, 0);
            System.arraycopy(mobility, (from + i) * SPACE + from, block, 3 * i, 3);
        }
        blockSolver.of(block);
        blockSolver.solve(force);
        System.arraycopy(force, 0, wrench, from, 3);
    }

    /** The dot product of seven numbers, written out because a loop over so few costs more than its arithmetic. */
    private static double dot(double[] a, int i, double[] b, int j) {
        return a[i] * b[j] + a[i + 1] * b[j + 1] + a[i + 2] * b[j + 2] + a[i + 3] * b[j + 3] + a[i + 4] * b[j + 4]
                + a[i + 5] * b[j + 5] + a[i + 6] * b[j + 6];
    }

    /** The torques τ, clipped to their limits; Nᵀ M a = M a - Jᵀ Λ J a because Nᵀ = I - Jᵀ Λ J M⁻¹. */
    private double[] torques() {
        for (int i = 0; i < JOINTS; i++) {
            ease[i] = POSTURE_STIFFNESS * (posture[i] - panda.joint(i)) - POSTURE_DAMPING * velocity[i];
        }
        for (int k = 0; k < SPACE; k++) {
            coupled[k] = dot(jacobian, k * JOINTS, ease, 0);
        }
        spaceSolver.of(mobility);
        spaceSolver.solve(coupled);
        for (int i = 0; i < JOINTS; i++) {
            double sum = panda.bias.get(panda.firstDof + i) + dot(mass, i * JOINTS, ease, 0);
            for (int k = 0; k < SPACE; k++) {
                sum += jacobian[k * JOINTS + i] * (wrench[k] - coupled[k]);
            }
            torque[i] = Math.clamp(sum, -Panda.TORQUES[i], Panda.TORQUES[i]);
        }
        return torque;
    }

    void save(DataOutput out) throws IOException {
        for (double[] part : new double[][] {goalPosition, goalRotation, posture}) {
            for (double value : part) {
                out.writeDouble(value);
            }
        }
    }

    void load(DataInput in) throws IOException {
        for (double[] part : new double[][] {goalPosition, goalRotation, posture}) {
            for (int i = 0; i < part.length; i++) {
                part[i] = in.readDouble();
            }
        }
    }
}
