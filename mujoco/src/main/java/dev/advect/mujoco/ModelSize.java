package dev.advect.mujoco;

/**
 * The sizes of a model, as the C structure {@code mjModel} of MuJoCo 2.2.2 names them.
 *
 * <p>Each is an {@code int} at the given offset in bytes; the offsets are those of every 64-bit Linux and macOS.
 */
public enum ModelSize {
    /** Number of positions, length of {@code qpos}. */
    NQ("nq", 0),
    /** Number of degrees of freedom, length of {@code qvel}. */
    NV("nv", 4),
    /** Number of actuators, length of {@code ctrl}. */
    NU("nu", 8),
    /** Number of actuator activations. */
    NA("na", 12),
    /** Number of bodies, the world included. */
    NBODY("nbody", 16),
    /** Number of joints. */
    NJNT("njnt", 20),
    /** Number of geoms. */
    NGEOM("ngeom", 24),
    /** Number of sites. */
    NSITE("nsite", 28),
    /** Number of cameras. */
    NCAM("ncam", 32),
    /** Number of lights. */
    NLIGHT("nlight", 36),
    /** Number of meshes. */
    NMESH("nmesh", 40),
    /** Number of skins. */
    NSKIN("nskin", 60),
    /** Number of height fields. */
    NHFIELD("nhfield", 84),
    /** Number of textures. */
    NTEX("ntex", 92),
    /** Number of materials. */
    NMAT("nmat", 100),
    /** Number of predefined contact pairs. */
    NPAIR("npair", 104),
    /** Number of excluded contact pairs. */
    NEXCLUDE("nexclude", 108),
    /** Number of equality constraints. */
    NEQ("neq", 112),
    /** Number of tendons. */
    NTENDON("ntendon", 116),
    /** Number of objects in the paths of all tendons. */
    NWRAP("nwrap", 120),
    /** Number of sensors. */
    NSENSOR("nsensor", 124),
    /** Number of custom numeric fields. */
    NNUMERIC("nnumeric", 128),
    /** Number of numbers in all custom numeric fields. */
    NNUMERICDATA("nnumericdata", 132),
    /** Number of custom text fields. */
    NTEXT("ntext", 136),
    /** Number of custom tuples. */
    NTUPLE("ntuple", 144),
    /** Number of keyframes. */
    NKEY("nkey", 152),
    /** Number of mocap bodies. */
    NMOCAP("nmocap", 156),
    /** Number of bytes of all names. */
    NNAMES("nnames", 192),
    /** Number of non-zeros of the sparse mass matrix. */
    NM("nM", 196),
    /** Number of rows the constraint Jacobian has room for. */
    NJMAX("njmax", 208),
    /** Number of contacts the contact list has room for. */
    NCONMAX("nconmax", 212),
    /** Number of doubles on the stack of one {@link Data}. */
    NSTACK("nstack", 216),
    /** Number of doubles of user data. */
    NUSERDATA("nuserdata", 220),
    /** Number of sensor readings. */
    NSENSORDATA("nsensordata", 224),
    /** Number of bytes of the buffer of the model. */
    NBUFFER("nbuffer", 228);

    final String field;
    final int offset;

    ModelSize(String field, int offset) {
        this.field = field;
        this.offset = offset;
    }
}
