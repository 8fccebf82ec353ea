package dev.advect.mujoco;

/** The kinds of objects that have names and ids in a {@link Model}. */
public enum ObjectType {
    /** Body; id 0 is the world. */
    BODY(1, ModelSize.NBODY),
    /** Joint. */
    JOINT(3, ModelSize.NJNT),
    /** Geom. */
    GEOM(5, ModelSize.NGEOM),
    /** Site. */
    SITE(6, ModelSize.NSITE),
    /** Camera. */
    CAMERA(7, ModelSize.NCAM),
    /** Light. */
    LIGHT(8, ModelSize.NLIGHT),
    /** Mesh. */
    MESH(9, ModelSize.NMESH),
    /** Skin. */
    SKIN(10, ModelSize.NSKIN),
    /** Height field. */
    HFIELD(11, ModelSize.NHFIELD),
    /** Texture. */
    TEXTURE(12, ModelSize.NTEX),
    /** Material. */
    MATERIAL(13, ModelSize.NMAT),
    /** Predefined contact pair. */
    PAIR(14, ModelSize.NPAIR),
    /** Excluded contact pair. */
    EXCLUDE(15, ModelSize.NEXCLUDE),
    /** Equality constraint. */
    EQUALITY(16, ModelSize.NEQ),
    /** Tendon. */
    TENDON(17, ModelSize.NTENDON),
    /** Actuator. */
    ACTUATOR(18, ModelSize.NU),
    /** Sensor. */
    SENSOR(19, ModelSize.NSENSOR),
    /** Custom numeric field. */
    NUMERIC(20, ModelSize.NNUMERIC),
    /** Custom text. */
    TEXT(21, ModelSize.NTEXT),
    /** Custom tuple. */
    TUPLE(22, ModelSize.NTUPLE),
    /** Keyframe. */
    KEY(23, ModelSize.NKEY);

    /** The value of {@code mjtObj}. */
    final int code;

    final ModelSize count;

    ObjectType(int code, ModelSize count) {
        this.code = code;
        this.count = count;
    }
}
