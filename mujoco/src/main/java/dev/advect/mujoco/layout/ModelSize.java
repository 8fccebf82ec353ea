package dev.advect.mujoco.layout;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.util.Locale;

/**
 * The sizes of a model, as the C structure {@code mjModel} names them. Not every version of MuJoCo has all of them, see
 * {@link Model#has(ModelSize)}.
 */
public enum ModelSize {
    /** Number of positions, length of {@code qpos}. */
    NQ,
    /** Number of degrees of freedom, length of {@code qvel}. */
    NV,
    /** Number of controls, length of {@code ctrl}; of actuators too before MuJoCo 3.11. */
    NU,
    /** Number of actuators, from MuJoCo 3.11 on. */
    NACTUATOR,
    /** Number of forces that the actuators give, from MuJoCo 3.11 on. */
    NOUT,
    /** Number of actuator activations. */
    NA,
    /** Number of bodies, the world included. */
    NBODY,
    /** Number of joints. */
    NJNT,
    /** Number of geoms. */
    NGEOM,
    /** Number of sites. */
    NSITE,
    /** Number of cameras. */
    NCAM,
    /** Number of lights. */
    NLIGHT,
    /** Number of flexes, which are deformable, from MuJoCo 3 on. */
    NFLEX,
    /** Number of meshes. */
    NMESH,
    /** Number of skins. */
    NSKIN,
    /** Number of height fields. */
    NHFIELD,
    /** Number of textures. */
    NTEX,
    /** Number of materials. */
    NMAT,
    /** Number of predefined contact pairs. */
    NPAIR,
    /** Number of excluded contact pairs. */
    NEXCLUDE,
    /** Number of equality constraints. */
    NEQ,
    /** Number of tendons. */
    NTENDON,
    /** Number of objects in the paths of all tendons. */
    NWRAP,
    /** Number of sensors. */
    NSENSOR,
    /** Number of custom numeric fields. */
    NNUMERIC,
    /** Number of numbers in all custom numeric fields. */
    NNUMERICDATA,
    /** Number of custom text fields. */
    NTEXT,
    /** Number of custom tuples. */
    NTUPLE,
    /** Number of keyframes. */
    NKEY,
    /** Number of mocap bodies. */
    NMOCAP,
    /** Number of bytes of all names. */
    NNAMES,
    /** Number of non-zeros of the sparse mass matrix. */
    NM,
    /** Number of rows the constraint Jacobian has room for. */
    NJMAX,
    /** Number of contacts the contact list has room for. */
    NCONMAX,
    /** Number of doubles on the stack of one {@link Data}, up to MuJoCo 2. */
    NSTACK,
    /** Number of bytes for the contacts, the constraints and the stack of one {@link Data}, from MuJoCo 3 on. */
    NARENA,
    /** Number of doubles of user data. */
    NUSERDATA,
    /** Number of sensor readings. */
    NSENSORDATA,
    /** Number of bytes of the buffer of the model. */
    NBUFFER;

    /** The name in C. */
    public String field() {
        return this == NM ? "nM" : name().toLowerCase(Locale.ROOT);
    }
}
