package dev.advect.view.scene;

/** Where the parts of a {@link Scene} are at an instant, in world coordinates. */
public final class Pose {
    /** The numbers of a frame: position x, y, z in metres, rotation as a unit quaternion x, y, z, w. */
    public static final int FRAME = 7;

    private final float[] geoms;
    private final float[] strands;
    private final float[] sites;
    private final float[] cameras;

    /**
     * @param geoms the frames of the geoms, {@code [geoms, 7]}
     * @param strands the ends of the strands, {@code [strands, 6]}
     * @param sites the frames of the sites, {@code [sites, 7]}
     * @param cameras the frames of the cameras, {@code [cameras, 7]}
     */
    public Pose(float[] geoms, float[] strands, float[] sites, float[] cameras) {
        this.geoms = geoms;
        this.strands = strands;
        this.sites = sites;
        this.cameras = cameras;
    }

    /** The frames of the geoms, {@code [geoms, 7]}: x, y, z, then the quaternion x, y, z, w; not a copy. */
    public float[] geoms() {
        return geoms;
    }

    /** The ends of the strands, {@code [strands, 6]}: x, y, z of one, then of the other; not a copy. */
    public float[] strands() {
        return strands;
    }

    /** The frames of the sites, {@code [sites, 7]}, as those of the geoms; not a copy. */
    public float[] sites() {
        return sites;
    }

    /** The frames of the cameras, {@code [cameras, 7]}, as those of the geoms; not a copy. */
    public float[] cameras() {
        return cameras;
    }
}
