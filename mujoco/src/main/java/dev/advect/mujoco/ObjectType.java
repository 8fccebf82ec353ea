package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelSize;


/** The kinds of objects that have names and ids in a {@link Model}. */
public enum ObjectType {
    /** Body; id 0 is the world. */
    BODY(ModelSize.NBODY),
    /** Joint. */
    JOINT(ModelSize.NJNT),
    /** Geom. */
    GEOM(ModelSize.NGEOM),
    /** Site. */
    SITE(ModelSize.NSITE),
    /** Camera. */
    CAMERA(ModelSize.NCAM),
    /** Light. */
    LIGHT(ModelSize.NLIGHT),
    /** Mesh. */
    MESH(ModelSize.NMESH),
    /** Skin. */
    SKIN(ModelSize.NSKIN),
    /** Height field. */
    HFIELD(ModelSize.NHFIELD),
    /** Texture. */
    TEXTURE(ModelSize.NTEX),
    /** Material. */
    MATERIAL(ModelSize.NMAT),
    /** Predefined contact pair. */
    PAIR(ModelSize.NPAIR),
    /** Excluded contact pair. */
    EXCLUDE(ModelSize.NEXCLUDE),
    /** Equality constraint. */
    EQUALITY(ModelSize.NEQ),
    /** Tendon. */
    TENDON(ModelSize.NTENDON),
    /** Actuator. */
    ACTUATOR(ModelSize.NU),
    /** Sensor. */
    SENSOR(ModelSize.NSENSOR),
    /** Custom numeric field. */
    NUMERIC(ModelSize.NNUMERIC),
    /** Custom text. */
    TEXT(ModelSize.NTEXT),
    /** Custom tuple. */
    TUPLE(ModelSize.NTUPLE),
    /** Keyframe. */
    KEY(ModelSize.NKEY);

    private final ModelSize count;

    ObjectType(ModelSize count) {
        this.count = count;
    }

    /** The value of {@code mjtObj}. */
    int code(Layout layout) {
        return layout.constant("mjOBJ_" + name());
    }

    /** The size that is the number of these objects. */
    ModelSize count(Layout layout) {
        // from 3.11 on, an actuator may have several controls
        return this == ACTUATOR && layout.has(ModelSize.NACTUATOR) ? ModelSize.NACTUATOR : count;
    }
}
