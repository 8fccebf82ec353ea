package dev.advect.envs.humanoid;

import dev.advect.env.EnvSpec;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;

/** An instance of motion tracking. */
public final class TrackingEnv extends MujocoEnv {
    private final Tracking tracking;
    private final double[] atRest;

    TrackingEnv(EnvSpec spec, Data data, Tracking tracking) {
        super(spec, data, tracking, tracking);
        this.tracking = tracking;
        atRest = new double[data.stateSize()];
        data.saveState(atRest);
    }

    /**
     * MuJoCo's own reset also clears what is derived from the state, which the task computes anew anyway. Where episodes last
     * some steps, as in early training, that takes a tenth of the time.
     */
    @Override
    protected void clear() {
        data().restoreState(atRest);
    }

    /** The task, with the present distances from the reference. */
    public Tracking tracking() {
        return tracking;
    }
}
