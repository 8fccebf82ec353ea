package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;


/** A warning that MuJoCo can raise during a step. */
public enum Warning {
    /** The mass matrix is nearly singular. */
    INERTIA("mjWARN_INERTIA"),
    /** There are more contacts than {@code nconmax} or the available memory allows; the excess was ignored. */
    CONTACT_FULL("mjWARN_CONTACTFULL"),
    /** There are more constraints than {@code njmax} or the available memory allows; the excess was ignored. */
    CONSTRAINT_FULL("mjWARN_CNSTRFULL"),
    /** There are too many geoms to draw; not raised from MuJoCo 3.7 on. */
    VISUAL_GEOM_FULL("mjWARN_VGEOMFULL"),
    /** A position was NaN, infinite or huge; the state was reset. */
    BAD_QPOS("mjWARN_BADQPOS"),
    /** A velocity was NaN, infinite or huge; the state was reset. */
    BAD_QVEL("mjWARN_BADQVEL"),
    /** An acceleration was NaN, infinite or huge; the state was reset. */
    BAD_QACC("mjWARN_BADQACC"),
    /** A control was NaN, infinite or huge; all controls were treated as zero. */
    BAD_CTRL("mjWARN_BADCTRL");

    private final String constant;

    Warning(String constant) {
        this.constant = constant;
    }

    /** The value in {@code mjtWarning}, or -1 if this version of MuJoCo has no such warning. */
    int code(Layout layout) {
        return layout.hasConstant(constant) ? layout.constant(constant) : -1;
    }
}
