package dev.advect.envs.humanoid;

import dev.advect.env.EnvSpec;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;

/** An instance of motion tracking. */
public final class TrackingEnv extends MujocoEnv {
    private final Tracking tracking;

    TrackingEnv(EnvSpec spec, Data data, Tracking tracking) {
        super(spec, data, tracking, tracking);
        this.tracking = tracking;
    }

    /** The task, with the present distances from the reference. */
    public Tracking tracking() {
        return tracking;
    }
}
