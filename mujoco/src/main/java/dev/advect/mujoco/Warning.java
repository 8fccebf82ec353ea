package dev.advect.mujoco;

/** What MuJoCo warns about while it steps. */
public enum Warning {
    /** The mass matrix is nearly singular. */
    INERTIA(0),
    /** More contacts than {@code nconmax}: the rest were ignored. */
    CONTACT_FULL(1),
    /** More constraints than {@code njmax}: the rest were ignored. */
    CONSTRAINT_FULL(2),
    /** Too many geoms to draw. */
    VISUAL_GEOM_FULL(3),
    /** A position was NaN, infinite or huge; the state was reset. */
    BAD_QPOS(4),
    /** A velocity was NaN, infinite or huge; the state was reset. */
    BAD_QVEL(5),
    /** An acceleration was NaN, infinite or huge; the state was reset. */
    BAD_QACC(6),
    /** A control was NaN, infinite or huge; all controls were taken as zero. */
    BAD_CTRL(7);

    /** The value of {@code mjtWarning}. */
    final int code;

    Warning(int code) {
        this.code = code;
    }
}
