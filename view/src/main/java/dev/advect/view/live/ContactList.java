package dev.advect.view.live;

import dev.advect.env.Env;
import dev.advect.envs.SimulatedEnv;
import dev.advect.mujoco.Data;

/** The contacts of a simulation, for the page. */
final class ContactList {
    private static final int NUMBERS = 6;
    private static final int MAX = 64;

    private ContactList() {}

    /** The position in m and the force in N of each contact, {@code [n, 6]}; forces point out of the ground. */
    static float[] of(Env env) {
        if (!(env instanceof SimulatedEnv simulated)) {
            return new float[0];
        }
        Data data = simulated.data();
        int n = Math.min(MAX, data.ncon());
        float[] out = new float[NUMBERS * n];
        double[] position = new double[3];
        double[] force = new double[3];
        for (int i = 0; i < n; i++) {
            data.contactPosition(i, position);
            data.contactForce(i, force);
            // the force on the second geom; where that one is fixed, the force on the first is of interest
            boolean fixed = data.model().geomBodyid().get(data.contactGeom2(i)) == 0;
            for (int k = 0; k < 3; k++) {
                out[NUMBERS * i + k] = (float) position[k];
                out[NUMBERS * i + 3 + k] = (float) (fixed ? -force[k] : force[k]);
            }
        }
        return out;
    }
}
