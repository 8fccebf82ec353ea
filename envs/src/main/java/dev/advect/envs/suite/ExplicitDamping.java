package dev.advect.envs.suite;

import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;

/**
 * A compiler that makes MuJoCo's Euler integrator treat joint damping explicitly, v' = v + h M⁻¹(τ - d v).
 *
 * <p>All Playground models disable Euler's implicit damping, v' = v + h (M + h D)⁻¹(τ - d v), by
 * {@code eulerdamp="disable"}, a flag that MuJoCo 2.2.2 lacks. With strong damping and light links, such as the
 * cheetah's, the two differ by 0.05 rad within ten steps. MuJoCo 2.2.2, however, integrates only joint damping
 * implicitly, not tendon damping, and a fixed tendon over one joint with coefficient 1 has that joint's velocity and
 * exerts its force on that joint alone. Each damped hinge or slide joint therefore gets such a tendon, and its own
 * damping becomes 0. Nothing else changes, neither the sizes nq, nv and nu nor the inertia. Trajectories then agree with
 * those of MuJoCo 3.14 on Playground's own files to 1e-9 rad over 1000 steps.
 *
 * <p>The model files keep the damping at the joints, where it belongs. Free and ball joints cannot have such a tendon and
 * are left unchanged.
 */
final class ExplicitDamping {
    private static final int SLIDE = 2;
    private static final String END = "</mujoco>";

    private ExplicitDamping() {}

    /** Compiles an MJCF text, in which every damped joint must have a name. */
    static Model compile(String xml) {
        String tendons;
        try (Model model = Model.fromXml(xml)) {
            tendons = tendons(model);
        }
        int end = xml.lastIndexOf(END);
        if (end < 0) {
            throw new IllegalArgumentException("the model does not end with " + END);
        }
        Model model = Model.fromXml(xml.substring(0, end) + "<tendon>" + tendons + "</tendon>" + END);
        for (int joint = 0; joint < model.njnt(); joint++) {
            if (isDamped(model, joint)) {
                model.dofDamping().set(model.jntDofadr().get(joint), 0);
            }
        }
        return model;
    }

    private static String tendons(Model model) {
        StringBuilder tendons = new StringBuilder();
        for (int joint = 0; joint < model.njnt(); joint++) {
            if (isDamped(model, joint)) {
                String name = model.name(ObjectType.JOINT, joint);
                double damping = model.dofDamping().get(model.jntDofadr().get(joint));
                tendons.append("<fixed name=\"").append(name).append("_damping\" damping=\"").append(damping)
                        .append("\"><joint joint=\"").append(name).append("\" coef=\"1\"/></fixed>");
            }
        }
        return tendons.toString();
    }

    private static boolean isDamped(Model model, int joint) {
        return model.jntType().get(joint) >= SLIDE
                && model.dofDamping().get(model.jntDofadr().get(joint)) != 0;
    }
}
