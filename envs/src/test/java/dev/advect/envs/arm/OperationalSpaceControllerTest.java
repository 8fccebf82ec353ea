package dev.advect.envs.arm;

import dev.advect.envs.algebra.Rotation;
import dev.advect.mujoco.Data;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OperationalSpaceControllerTest {
    private static final int N = Panda.JOINTS;

    /** Gravity is made up for: an action of zeros lets the hand float, but it does not fall. */
    @Test
    void act_zeros_threeSecondsWithinAMillimetre() {
        try (Episode episode = new Episode("lift", 1)) {
            double[] start = episode.grip();
            double[] rotation = episode.rotation();

            episode.steps(60);

            assertThat(episode.grip()).containsExactly(start, within(1e-3));
            assertThat(episode.rotation()).containsExactly(rotation, within(1e-3));
        }
    }

    /**
     * A spring of 150 /s² with critical damping, ω = √150, covers 1 - (1 + ω t) e^(-ω t) of its way: 12.6 % after 0.05 s.
     * The joints' own friction and what orientation takes back cost a little of it.
     */
    @Test
    void act_fullCommandFromRest_coversTwelvePercentInOneStep() {
        double angle = Math.sqrt(150) * 0.05;
        double part = 1 - (1 + angle) * Math.exp(-angle);
        assertThat(part).isCloseTo(0.126, within(5e-4));
        for (int axis = 0; axis < 3; axis++) {
            try (Episode episode = new Episode("lift", 2)) {
                double[] start = episode.grip();
                double[] command = new double[3];
                command[axis] = -1;

                episode.steps(1, command);

                double way = (start[axis] - episode.grip()[axis]) / 0.05;
                assertThat(way).isCloseTo(part, within(0.012));
            }
        }
    }

    @Test
    void act_fiveCentimetres_arrivesWithinTwoMillimetres() {
        for (int axis = 0; axis < 3; axis++) {
            try (Episode episode = new Episode("lift", 3)) {
                double[] goal = episode.grip();
                goal[axis] += axis == 2 ? -0.05 : 0.05;
                for (int t = 0; t < 60; t++) {
                    double[] grip = episode.grip();
                    episode.steps(1, (goal[0] - grip[0]) / 0.05, (goal[1] - grip[1]) / 0.05, (goal[2] - grip[2]) / 0.05);
                }
                assertThat(episode.grip()).containsExactly(goal, within(2e-3));
            }
        }
    }

    /** One action of rotation sets the goal, which actions without rotation keep: R becomes exp(0.3) R, about x and about z. */
    @Test
    void act_oneRotation_isHeld() {
        for (double[] vector : new double[][] {{0.3, 0, 0}, {0, 0, 0.3}}) {
            try (Episode episode = new Episode("lift", 4)) {
                double[] turn = new double[9];
                double[] goal = new double[9];
                Rotation.ofVector(vector[0], vector[1], vector[2], turn);
                Rotation.multiply(turn, episode.rotation(), goal);

                episode.steps(1, 0, 0, 0, vector[0] / 0.5, vector[1] / 0.5, vector[2] / 0.5);
                episode.steps(40, 0, 0, 0, 0, 0, 0);

                assertThat(episode.rotation()).containsExactly(goal, within(0.02));
            }
        }
    }

    /** τ worked out from the formula with plain elimination, in a state that moves. */
    @Test
    void act_torques_areThoseOfTheFormula() {
        try (Episode episode = new Episode("lift", 5)) {
            Panda panda = episode.panda();
            Data data = episode.env.data();
            OperationalSpaceController controller = new OperationalSpaceController(panda);
            controller.reset();
            double[] rest = new double[N];
            for (int i = 0; i < N; i++) {
                rest[i] = panda.joint(i);
                panda.qpos.set(panda.firstQpos + i, rest[i] + 0.02 * (i - 3));
                panda.qvel.set(panda.firstDof + i, 0.05 * (3 - i));
            }
            data.forward();
            double[] grip = episode.grip();
            double[] rotation = episode.rotation();
            controller.goal(new float[] {0.1f, -0.2f, 0.05f, 0.1f, 0.2f, -0.1f, 0}, 0);
            controller.act();

            int nv = data.model().nv();
            double[] full = new double[nv * nv];
            double[] linear = new double[3 * nv];
            double[] angular = new double[3 * nv];
            data.massMatrix(full);
            data.siteJacobian(panda.grip, linear, angular);
            double[][] m = new double[N][N];
            double[][] j = new double[6][N];
            double[] velocity = new double[N];
            double[] ease = new double[N];
            for (int i = 0; i < N; i++) {
                velocity[i] = panda.velocity(i);
                ease[i] = 10 * (rest[i] - panda.joint(i)) - 2 * Math.sqrt(10) * velocity[i];
                for (int k = 0; k < N; k++) {
                    m[i][k] = full[(panda.firstDof + i) * nv + panda.firstDof + k];
                }
                for (int k = 0; k < 3; k++) {
                    j[k][i] = linear[k * nv + panda.firstDof + i];
                    j[3 + k][i] = angular[k * nv + panda.firstDof + i];
                }
            }
            double[] turn = new double[9];
            double[] goal = new double[9];
            double[] tilt = new double[3];
            Rotation.ofVector(0.5 * 0.1f, 0.5 * 0.2f, 0.5 * -0.1f, turn);
            Rotation.multiply(turn, rotation, goal);
            Rotation.error(rotation, goal, tilt);
            double[] pull = {0.05 * 0.1f, 0.05 * -0.2f, 0.05 * 0.05f, tilt[0], tilt[1], tilt[2]};
            double[] twist = times(j, velocity);
            double[] f = new double[6];
            for (int i = 0; i < 6; i++) {
                f[i] = 150 * pull[i] - 2 * Math.sqrt(150) * twist[i];
            }
            double[][] mobility = mobility(j, m);
            double[] wrench = new double[6];
            for (int block = 0; block < 6; block += 3) {
                double[][] part = new double[3][];
                for (int i = 0; i < 3; i++) {
                    part[i] = Arrays.copyOfRange(mobility[block + i], block, block + 3);
                }
                System.arraycopy(solve(part, Arrays.copyOfRange(f, block, block + 3)), 0, wrench, block, 3);
            }
            double[] coupled = solve(mobility, times(j, ease));
            double[] posture = times(m, ease);
            for (int i = 0; i < N; i++) {
                double torque = panda.bias.get(panda.firstDof + i) + posture[i];
                for (int k = 0; k < 6; k++) {
                    torque += j[k][i] * (wrench[k] - coupled[k]);
                }
                double limit = i < 5 ? 80 : 12;
                assertThat(panda.ctrl.get(panda.firstActuator + i)).isCloseTo(
                        Math.clamp(torque, -limit, limit), within(1e-9));
            }
            assertThat(grip).doesNotContain(Double.NaN);
        }
    }

    /** J M⁻¹ Jᵀ. */
    private static double[][] mobility(double[][] j, double[][] m) {
        double[][] mobility = new double[6][6];
        for (int l = 0; l < 6; l++) {
            double[] column = times(j, solve(m, j[l]));
            for (int k = 0; k < 6; k++) {
                mobility[k][l] = column[k];
            }
        }
        return mobility;
    }

    private static double[] times(double[][] a, double[] x) {
        return Arrays.stream(a).mapToDouble(row -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += row[i] * x[i];
            }
            return sum;
        }).toArray();
    }

    /** Gauss with pivots. */
    private static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        double[][] work = new double[n][];
        for (int i = 0; i < n; i++) {
            work[i] = Arrays.copyOf(a[i], n + 1);
            work[i][n] = b[i];
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int i = c; i < n; i++) {
                pivot = Math.abs(work[i][c]) > Math.abs(work[pivot][c]) ? i : pivot;
            }
            double[] row = work[pivot];
            work[pivot] = work[c];
            work[c] = row;
            for (int i = 0; i < n; i++) {
                double factor = i == c ? 0 : work[i][c] / row[c];
                for (int k = c; k <= n; k++) {
                    work[i][k] -= factor * row[k];
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = work[i][n] / work[i][i];
        }
        return x;
    }

    @Test
    void act_fullRotation_torquesAreClipped() {
        try (Episode episode = new Episode("lift", 6)) {
            Panda panda = episode.panda();
            OperationalSpaceController controller = new OperationalSpaceController(panda);
            controller.reset();
            controller.goal(new float[] {1, 1, 1, 1, 1, 1}, 0);
            controller.act();
            boolean clipped = false;
            for (int i = 0; i < N; i++) {
                double torque = Math.abs(panda.ctrl.get(panda.firstActuator + i));
                assertThat(torque).isLessThanOrEqualTo(i < 5 ? 80 : 12);
                clipped |= torque == 12;
            }
            assertThat(clipped).isTrue();
        }
    }

    /** Pushed against the limits of its joints in every direction, and begun stretched out or folded up. */
    @Test
    void act_limitsAndSingularPoses_staysFinite() {
        double[][] poses = {
            {0, 0, 0, -0.0698, 0, 0, 0}, {0, 0, 0, -0.0698, 0, Math.PI / 2, 0}, {0, 1.7628, 0, -0.0698, 0, 3.7525, 0},
            {2.8973, -1.7628, 2.8973, -3.0718, -2.8973, -0.0175, 2.8973}
        };
        Rng random = new Rng(7, 0);
        for (double[] pose : poses) {
            try (Episode episode = new Episode("lift", 7)) {
                Panda panda = episode.panda();
                for (int i = 0; i < N; i++) {
                    panda.qpos.set(panda.firstQpos + i, pose[i]);
                }
                episode.env.data().forward();
                for (int t = 0; t < 200; t++) {
                    double[] action = new double[7];
                    Arrays.setAll(action, i -> random.nextBoolean() ? 1 : -1);
                    episode.steps(1, action);
                    for (float value : episode.step.observation) {
                        assertThat(value).isFinite();
                    }
                }
                assertThat(episode.env.divergences()).isZero();
            }
        }
    }
}
