package dev.advect.mujoco;

import static dev.advect.mujoco.ModelSize.NA;
import static dev.advect.mujoco.ModelSize.NBODY;
import static dev.advect.mujoco.ModelSize.NGEOM;
import static dev.advect.mujoco.ModelSize.NJNT;
import static dev.advect.mujoco.ModelSize.NMOCAP;
import static dev.advect.mujoco.ModelSize.NQ;
import static dev.advect.mujoco.ModelSize.NSENSORDATA;
import static dev.advect.mujoco.ModelSize.NSITE;
import static dev.advect.mujoco.ModelSize.NTENDON;
import static dev.advect.mujoco.ModelSize.NU;
import static dev.advect.mujoco.ModelSize.NUSERDATA;
import static dev.advect.mujoco.ModelSize.NV;

/**
 * The arrays of a simulation, as the C structure {@code mjData} of MuJoCo 2.2.2 names them, which is where their
 * meaning and units are documented: for each its name, the offset in bytes of the pointer to it, and its shape [rows,
 * columns] of doubles, row after row. The offsets are those of every 64-bit Linux and macOS.
 */
public enum DataField {
    QPOS("qpos", 40376, NQ, 1),
    QVEL("qvel", 40384, NV, 1),
    ACT("act", 40392, NA, 1),
    QACC_WARMSTART("qacc_warmstart", 40400, NV, 1),
    CTRL("ctrl", 40408, NU, 1),
    QFRC_APPLIED("qfrc_applied", 40416, NV, 1),
    XFRC_APPLIED("xfrc_applied", 40424, NBODY, 6),
    MOCAP_POS("mocap_pos", 40432, NMOCAP, 3),
    MOCAP_QUAT("mocap_quat", 40440, NMOCAP, 4),
    QACC("qacc", 40448, NV, 1),
    ACT_DOT("act_dot", 40456, NA, 1),
    USERDATA("userdata", 40464, NUSERDATA, 1),
    SENSORDATA("sensordata", 40472, NSENSORDATA, 1),
    XPOS("xpos", 40480, NBODY, 3),
    XQUAT("xquat", 40488, NBODY, 4),
    XMAT("xmat", 40496, NBODY, 9),
    XIPOS("xipos", 40504, NBODY, 3),
    XIMAT("ximat", 40512, NBODY, 9),
    XANCHOR("xanchor", 40520, NJNT, 3),
    XAXIS("xaxis", 40528, NJNT, 3),
    GEOM_XPOS("geom_xpos", 40536, NGEOM, 3),
    GEOM_XMAT("geom_xmat", 40544, NGEOM, 9),
    SITE_XPOS("site_xpos", 40552, NSITE, 3),
    SITE_XMAT("site_xmat", 40560, NSITE, 9),
    SUBTREE_COM("subtree_com", 40600, NBODY, 3),
    TEN_LENGTH("ten_length", 40664, NTENDON, 1),
    ACTUATOR_LENGTH("actuator_length", 40696, NU, 1),
    TEN_VELOCITY("ten_velocity", 40944, NTENDON, 1),
    ACTUATOR_VELOCITY("actuator_velocity", 40952, NU, 1),
    CVEL("cvel", 40960, NBODY, 6),
    QFRC_BIAS("qfrc_bias", 40976, NV, 1),
    QFRC_PASSIVE("qfrc_passive", 40984, NV, 1),
    SUBTREE_LINVEL("subtree_linvel", 41008, NBODY, 3),
    SUBTREE_ANGMOM("subtree_angmom", 41016, NBODY, 3),
    ACTUATOR_FORCE("actuator_force", 41080, NU, 1),
    QFRC_ACTUATOR("qfrc_actuator", 41088, NV, 1),
    QFRC_CONSTRAINT("qfrc_constraint", 41136, NV, 1),
    CACC("cacc", 41152, NBODY, 6),
    CFRC_INT("cfrc_int", 41160, NBODY, 6),
    CFRC_EXT("cfrc_ext", 41168, NBODY, 6);

    final String field;
    final int offset;
    final ModelSize rows;
    final int columns;

    DataField(String field, int offset, ModelSize rows, int columns) {
        this.field = field;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
    }
}
