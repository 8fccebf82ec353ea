package dev.advect.mujoco.layout;

import java.util.Locale;

/**
 * The arrays of a simulation, as the C structure {@code mjData} names them, which is where their meaning and units are
 * documented. They lie row after row; how many rows and columns they have, and which of them there are, may differ
 * between versions of MuJoCo.
 */
public enum DataField {
    QPOS,
    QVEL,
    ACT,
    QACC_WARMSTART,
    CTRL,
    QFRC_APPLIED,
    XFRC_APPLIED,
    MOCAP_POS,
    MOCAP_QUAT,
    QACC,
    ACT_DOT,
    USERDATA,
    SENSORDATA,
    XPOS,
    XQUAT,
    XMAT,
    XIPOS,
    XIMAT,
    XANCHOR,
    XAXIS,
    GEOM_XPOS,
    GEOM_XMAT,
    SITE_XPOS,
    SITE_XMAT,
    SUBTREE_COM,
    TEN_LENGTH,
    ACTUATOR_LENGTH,
    TEN_VELOCITY,
    ACTUATOR_VELOCITY,
    CVEL,
    QFRC_BIAS,
    QFRC_PASSIVE,
    SUBTREE_LINVEL,
    SUBTREE_ANGMOM,
    ACTUATOR_FORCE,
    QFRC_ACTUATOR,
    QFRC_CONSTRAINT,
    CACC,
    CFRC_INT,
    CFRC_EXT;

    /** The name in C. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
