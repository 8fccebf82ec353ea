package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Hinge;
import dev.advect.envs.humanoid.Tracking;
import dev.advect.envs.humanoid.TrackingEnv;

import java.util.Arrays;
import java.util.List;

/** What chooses the actions of several environments at once. */
interface TrackingController {
    /**
     * Chooses actions.
     *
     * @param envs the environments
     * @param observations their observations, one after another
     * @param actions receives their actions, one after another, in [-1, 1]
     */
    void act(List<TrackingEnv> envs, float[] observations, float[] actions);

    /** The baseline that stands still: the targets of the standing pose. */
    static TrackingController still() {
        return (_, _, actions) -> Arrays.fill(actions, 0);
    }

    /**
     * The baseline without feedback: each joint's target is the reference's next angle, plus what makes up for the lag of the
     * controller, kd / kp = 0.1 s times the reference's velocity.
     */
    static TrackingController openLoop(List<Hinge> hinges) {
        return (envs, _, actions) -> {
            for (int i = 0; i < envs.size(); i++) {
                Tracking tracking = envs.get(i).tracking();
                int frame = Math.min(tracking.frame() + 1, tracking.reference().frames() - 1);
                double[] qpos = tracking.reference().qpos(frame);
                double[] qvel = tracking.reference().qvel(frame);
                for (int j = 0; j < hinges.size(); j++) {
                    Hinge hinge = hinges.get(j);
                    double target = qpos[qpos.length - hinges.size() + j]
                            + hinge.damping() / hinge.stiffness() * qvel[qvel.length - hinges.size() + j];
                    actions[i * hinges.size() + j] = (float) hinge.action(target);
                }
            }
        };
    }
}
