package dev.advect.mujoco;

/**
 * Sizes and offsets, in bytes, of what is read from the C structures of MuJoCo 2.2.2 on a 64-bit Linux or macOS, apart
 * from the arrays: those are in {@link ModelSize}, {@link ModelField} and {@link DataField}.
 */
final class Layout {
    static final int VERSION = 222;

    static final int SIZEOF_MODEL = 3280;
    static final int MODEL_BUFFER = 1088;

    static final int SIZEOF_OPTION = 240;
    static final int OPT_TIMESTEP = 232;
    static final int OPT_IMPRATIO = 248;
    static final int OPT_TOLERANCE = 256;
    static final int OPT_GRAVITY = 280;
    static final int OPT_WIND = 304;
    static final int OPT_DENSITY = 352;
    static final int OPT_VISCOSITY = 360;
    static final int OPT_INTEGRATOR = 432;
    static final int OPT_CONE = 440;
    static final int OPT_SOLVER = 448;
    static final int OPT_ITERATIONS = 452;
    static final int OPT_DISABLEFLAGS = 464;
    static final int OPT_ENABLEFLAGS = 468;

    static final int SIZEOF_DATA = 41176;
    static final int DATA_NSTACK = 0;
    static final int DATA_NBUFFER = 4;
    static final int DATA_WARNING = 24;
    static final int DATA_NCON = 40332;
    static final int DATA_TIME = 40336;
    static final int DATA_ENERGY = 40344;
    static final int DATA_BUFFER = 40360;
    static final int DATA_QM = 40720;
    static final int DATA_CONTACT = 40752;

    static final int NWARNING = 8;
    static final int SIZEOF_WARNING = 8;
    static final int WARNING_NUMBER = 4;

    static final int SIZEOF_CONTACT = 528;
    static final int CONTACT_DIST = 0;
    static final int CONTACT_POS = 8;
    static final int CONTACT_GEOM1 = 508;
    static final int CONTACT_GEOM2 = 512;

    static final int SIZEOF_VFS = 2024008;
    static final int VFS_FILEDATA = 2008008;
    /** Files a VFS holds, one of which stays free. */
    static final int VFS_MAX_FILES = 2000;
    /** Bytes of a file's name in a VFS, the final zero included. */
    static final int VFS_MAX_NAME = 1000;

    private Layout() {}
}
