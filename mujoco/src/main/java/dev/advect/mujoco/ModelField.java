package dev.advect.mujoco;

import org.jspecify.annotations.Nullable;

import java.util.function.ToIntFunction;

import static dev.advect.mujoco.ModelField.Element.BYTE;
import static dev.advect.mujoco.ModelField.Element.DOUBLE;
import static dev.advect.mujoco.ModelField.Element.INT;
import static dev.advect.mujoco.ModelSize.NA;
import static dev.advect.mujoco.ModelSize.NBODY;
import static dev.advect.mujoco.ModelSize.NEQ;
import static dev.advect.mujoco.ModelSize.NGEOM;
import static dev.advect.mujoco.ModelSize.NJNT;
import static dev.advect.mujoco.ModelSize.NKEY;
import static dev.advect.mujoco.ModelSize.NNUMERIC;
import static dev.advect.mujoco.ModelSize.NNUMERICDATA;
import static dev.advect.mujoco.ModelSize.NQ;
import static dev.advect.mujoco.ModelSize.NSENSOR;
import static dev.advect.mujoco.ModelSize.NSITE;
import static dev.advect.mujoco.ModelSize.NTENDON;
import static dev.advect.mujoco.ModelSize.NU;
import static dev.advect.mujoco.ModelSize.NV;

/**
 * The arrays of a model, as the C structure {@code mjModel} of MuJoCo 2.2.2 names them, which is where their meaning
 * and units are documented: for each its name, the offset in bytes of the pointer to it, and its shape [rows, columns],
 * row after row. The offsets are those of every 64-bit Linux and macOS.
 */
public enum ModelField {
    QPOS0("qpos0", 1096, DOUBLE, NQ, 1),
    QPOS_SPRING("qpos_spring", 1104, DOUBLE, NQ, 1),
    BODY_PARENTID("body_parentid", 1112, INT, NBODY, 1),
    BODY_ROOTID("body_rootid", 1120, INT, NBODY, 1),
    BODY_WELDID("body_weldid", 1128, INT, NBODY, 1),
    BODY_MOCAPID("body_mocapid", 1136, INT, NBODY, 1),
    BODY_JNTNUM("body_jntnum", 1144, INT, NBODY, 1),
    BODY_JNTADR("body_jntadr", 1152, INT, NBODY, 1),
    BODY_GEOMNUM("body_geomnum", 1176, INT, NBODY, 1),
    BODY_GEOMADR("body_geomadr", 1184, INT, NBODY, 1),
    BODY_POS("body_pos", 1208, DOUBLE, NBODY, 3),
    BODY_QUAT("body_quat", 1216, DOUBLE, NBODY, 4),
    BODY_IPOS("body_ipos", 1224, DOUBLE, NBODY, 3),
    BODY_IQUAT("body_iquat", 1232, DOUBLE, NBODY, 4),
    BODY_MASS("body_mass", 1240, DOUBLE, NBODY, 1),
    BODY_SUBTREEMASS("body_subtreemass", 1248, DOUBLE, NBODY, 1),
    BODY_INERTIA("body_inertia", 1256, DOUBLE, NBODY, 3),
    BODY_INVWEIGHT0("body_invweight0", 1264, DOUBLE, NBODY, 2),
    JNT_TYPE("jnt_type", 1280, INT, NJNT, 1),
    JNT_QPOSADR("jnt_qposadr", 1288, INT, NJNT, 1),
    JNT_DOFADR("jnt_dofadr", 1296, INT, NJNT, 1),
    JNT_BODYID("jnt_bodyid", 1304, INT, NJNT, 1),
    JNT_LIMITED("jnt_limited", 1320, BYTE, NJNT, 1),
    JNT_SOLREF("jnt_solref", 1328, DOUBLE, NJNT, 2),
    JNT_SOLIMP("jnt_solimp", 1336, DOUBLE, NJNT, 5),
    JNT_POS("jnt_pos", 1344, DOUBLE, NJNT, 3),
    JNT_AXIS("jnt_axis", 1352, DOUBLE, NJNT, 3),
    JNT_STIFFNESS("jnt_stiffness", 1360, DOUBLE, NJNT, 1),
    JNT_RANGE("jnt_range", 1368, DOUBLE, NJNT, 2),
    JNT_MARGIN("jnt_margin", 1376, DOUBLE, NJNT, 1),
    DOF_BODYID("dof_bodyid", 1392, INT, NV, 1),
    DOF_JNTID("dof_jntid", 1400, INT, NV, 1),
    DOF_FRICTIONLOSS("dof_frictionloss", 1448, DOUBLE, NV, 1),
    DOF_ARMATURE("dof_armature", 1456, DOUBLE, NV, 1),
    DOF_DAMPING("dof_damping", 1464, DOUBLE, NV, 1),
    GEOM_TYPE("geom_type", 1488, INT, NGEOM, 1),
    GEOM_CONTYPE("geom_contype", 1496, INT, NGEOM, 1),
    GEOM_CONAFFINITY("geom_conaffinity", 1504, INT, NGEOM, 1),
    GEOM_CONDIM("geom_condim", 1512, INT, NGEOM, 1),
    GEOM_BODYID("geom_bodyid", 1520, INT, NGEOM, 1),
    GEOM_SOLREF("geom_solref", 1576, DOUBLE, NGEOM, 2),
    GEOM_SOLIMP("geom_solimp", 1584, DOUBLE, NGEOM, 5),
    GEOM_SIZE("geom_size", 1592, DOUBLE, NGEOM, 3),
    GEOM_POS("geom_pos", 1608, DOUBLE, NGEOM, 3),
    GEOM_QUAT("geom_quat", 1616, DOUBLE, NGEOM, 4),
    GEOM_FRICTION("geom_friction", 1624, DOUBLE, NGEOM, 3),
    GEOM_MARGIN("geom_margin", 1632, DOUBLE, NGEOM, 1),
    GEOM_GAP("geom_gap", 1640, DOUBLE, NGEOM, 1),
    SITE_BODYID("site_bodyid", 1680, INT, NSITE, 1),
    SITE_SIZE("site_size", 1712, DOUBLE, NSITE, 3),
    SITE_POS("site_pos", 1720, DOUBLE, NSITE, 3),
    SITE_QUAT("site_quat", 1728, DOUBLE, NSITE, 4),
    EQ_TYPE("eq_type", 2456, INT, NEQ, 1),
    EQ_OBJ1ID("eq_obj1id", 2464, INT, NEQ, 1),
    EQ_OBJ2ID("eq_obj2id", 2472, INT, NEQ, 1),
    EQ_DATA("eq_data", 2504, DOUBLE, NEQ, 11),
    TENDON_STIFFNESS("tendon_stiffness", 2608, DOUBLE, NTENDON, 1),
    TENDON_DAMPING("tendon_damping", 2616, DOUBLE, NTENDON, 1),
    TENDON_RANGE("tendon_range", 2592, DOUBLE, NTENDON, 2),
    TENDON_LIMITED("tendon_limited", 2544, BYTE, NTENDON, 1),
    ACTUATOR_TRNTYPE("actuator_trntype", 2696, INT, NU, 1),
    ACTUATOR_DYNTYPE("actuator_dyntype", 2704, INT, NU, 1),
    ACTUATOR_GAINTYPE("actuator_gaintype", 2712, INT, NU, 1),
    ACTUATOR_BIASTYPE("actuator_biastype", 2720, INT, NU, 1),
    ACTUATOR_TRNID("actuator_trnid", 2728, INT, NU, 2),
    ACTUATOR_CTRLLIMITED("actuator_ctrllimited", 2744, BYTE, NU, 1),
    ACTUATOR_FORCELIMITED("actuator_forcelimited", 2752, BYTE, NU, 1),
    ACTUATOR_DYNPRM("actuator_dynprm", 2768, DOUBLE, NU, 10),
    ACTUATOR_GAINPRM("actuator_gainprm", 2776, DOUBLE, NU, 10),
    ACTUATOR_BIASPRM("actuator_biasprm", 2784, DOUBLE, NU, 10),
    ACTUATOR_CTRLRANGE("actuator_ctrlrange", 2792, DOUBLE, NU, 2),
    ACTUATOR_FORCERANGE("actuator_forcerange", 2800, DOUBLE, NU, 2),
    ACTUATOR_GEAR("actuator_gear", 2816, DOUBLE, NU, 6),
    SENSOR_TYPE("sensor_type", 2864, INT, NSENSOR, 1),
    SENSOR_OBJTYPE("sensor_objtype", 2888, INT, NSENSOR, 1),
    SENSOR_OBJID("sensor_objid", 2896, INT, NSENSOR, 1),
    SENSOR_DIM("sensor_dim", 2920, INT, NSENSOR, 1),
    SENSOR_ADR("sensor_adr", 2928, INT, NSENSOR, 1),
    SENSOR_CUTOFF("sensor_cutoff", 2936, DOUBLE, NSENSOR, 1),
    SENSOR_NOISE("sensor_noise", 2944, DOUBLE, NSENSOR, 1),
    NUMERIC_ADR("numeric_adr", 2960, INT, NNUMERIC, 1),
    NUMERIC_SIZE("numeric_size", 2968, INT, NNUMERIC, 1),
    NUMERIC_DATA("numeric_data", 2976, DOUBLE, NNUMERICDATA, 1),
    KEY_TIME("key_time", 3048, DOUBLE, NKEY, 1),
    KEY_QPOS("key_qpos", 3056, DOUBLE, NKEY, NQ),
    KEY_QVEL("key_qvel", 3064, DOUBLE, NKEY, NV),
    KEY_ACT("key_act", 3072, DOUBLE, NKEY, NA),
    KEY_CTRL("key_ctrl", 3096, DOUBLE, NKEY, NU);

    /** What an array consists of. */
    enum Element {
        DOUBLE(Double.BYTES),
        INT(Integer.BYTES),
        BYTE(1);

        final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }
    }

    final String field;
    final int offset;
    final Element element;
    final ModelSize rows;
    private final @Nullable ModelSize variableColumns;
    private final int fixedColumns;

    ModelField(String field, int offset, Element element, ModelSize rows, int columns) {
        this.field = field;
        this.offset = offset;
        this.element = element;
        this.rows = rows;
        this.variableColumns = null;
        this.fixedColumns = columns;
    }

    ModelField(String field, int offset, Element element, ModelSize rows, ModelSize columns) {
        this.field = field;
        this.offset = offset;
        this.element = element;
        this.rows = rows;
        this.variableColumns = columns;
        this.fixedColumns = 0;
    }

    /** Number of columns in a model of the given sizes. */
    int columns(ToIntFunction<ModelSize> sizes) {
        return variableColumns == null ? fixedColumns : sizes.applyAsInt(variableColumns);
    }
}
