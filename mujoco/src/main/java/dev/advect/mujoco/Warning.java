package dev.advect.mujoco;

/** What MuJoCo warns about while it steps. */
public enum Warning {
    /** The mass matrix is nearly singular. */
    INERTIA("mjWARN_INERTIA"),
    /** More contacts than {@code nconmax}, or than there is room for: the rest were ignored. */
    CONTACT_FULL("mjWARN_CONTACTFULL"),
    /** More constraints than {@code njmax}, or than there is room for: the rest were ignored. */
    CONSTRAINT_FULL("mjWARN_CNSTRFULL"),
    /** Too many geoms to draw; never from MuJoCo 3.7 on. */
    VISUAL_GEOM_FULL("mjWARN_VGEOMFULL"),
    /** A position was NaN, infinite or huge; the state was reset. */
    BAD_QPOS("mjWARN_BADQPOS"),
    /** A velocity was NaN, infinite or huge; the state was reset. */
    BAD_QVEL("mjWARN_BADQVEL"),
    /** An acceleration was NaN, infinite or huge; the state was reset. */
    BAD_QACC("mjWARN_BADQACC"),
    /** A control was NaN, infinite or huge; all controls were taken as zero. */
    BAD_CTRL("mjWARN_BADCTRL");

    private final String constant;

    Warning(String constant) {
        this.constant = constant;
    }

    /** The value of {@code mjtWarning}; -1 if this version of MuJoCo has no such warning. */
    int code(Layout layout) {
        return layout.hasConstant(constant) ? layout.constant(constant) : -1;
    }
}
