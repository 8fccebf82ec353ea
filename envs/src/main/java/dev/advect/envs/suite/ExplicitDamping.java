package dev.advect.envs.suite;

import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;

/**
 * Compiles a model so that MuJoCo's Euler integrator treats joint damping explicitly, v' = v + h M⁻¹(τ - d v).
 *
 * <p>Why: Playground switches Euler's implicit damping, v' = v + h (M + h D)⁻¹(τ - d v), off in all its models
 * ({@code eulerdamp="disable"}), which MuJoCo 2.2.2 has no flag for. The two differ: with strong damping and light
 * links such as the cheetah's, by 0.05 rad within ten steps. But 2.2.2 takes only the damping of joints implicitly, not
 * that of tendons, and a tendon fixed to one joint with coefficient 1 has that joint's velocity and exerts its force on
 * it alone. So each damped hinge or slide gets such a tendon, and its own damping becomes 0. Nothing else changes: not
 * the sizes nq, nv, nu, not the inertia. MuJoCo 3.14 on Playground's own files then follows the same path to 1e-9 rad
 * over 1000 steps.
 *
 * <p>The files keep the damping at the joints, where it belongs. Free and ball joints have no such tendon and stay
 * as they are.
 */
final class ExplicitDamping {
    private static final int SLIDE = 2;
    private static final String END = "</mujoco>";

    private ExplicitDamping() {}

    /** Compiles MJCF in which damped joints have names. */
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
