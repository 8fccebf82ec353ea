package dev.advect.view.scene;

import dev.advect.env.Env;
import dev.advect.envs.SimulatedEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.IntView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.mujoco.layout.ModelSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads what is seen of a simulation. Reading changes nothing: the episode goes on bit for bit as if nobody had looked.
 *
 * <p>Shown are the geoms of the groups 0 to 2 that are not wholly transparent, as MuJoCo's own viewer does, and
 * tendons that lead through sites. Sites of all groups are read, too, for who asks for them. After a step MuJoCo's frames
 * are those at the beginning of its last physics step. A reader is used by the thread that steps the simulation.
 */
public final class SceneReader {
    private static final int GROUPS = 3;
    private static final int WRAP_SITE = 3;

    private final Model model;
    private final Data data;
    private final int[] geoms;
    /** The two sites of each strand. */
    private final int[] strandEnds;
    private final int[] sites;

    /** Creates a reader of a simulation. */
    public SceneReader(Model model, Data data) {
        this.model = model;
        this.data = data;
        geoms = visibleGeoms(model);
        strandEnds = strandSites(model);
        sites = visibleSites(model);
    }

    /**
     * Creates a reader of an environment, if it is simulated by MuJoCo. The suite, the arm, the kitchen and those made
     * with {@link dev.advect.envs.MujocoEnv} are; an environment of another kind becomes visible here by implementing
     * {@link SimulatedEnv}, and in two dimensions by {@link dev.advect.env.DrawableEnv}.
     */
    public static Optional<SceneReader> of(Env env) {
        return env instanceof SimulatedEnv simulated
                ? Optional.of(new SceneReader(simulated.model(), simulated.data()))
                : Optional.empty();
    }

    /** Reads the scene as the model is now. Read it anew after a reset. */
    public Scene scene() {
        Solids solids = new Solids(model);
        List<Geom> visible = new ArrayList<>();
        for (int id : geoms) {
            visible.add(solids.geom(id));
        }
        List<Site> marks = new ArrayList<>();
        for (int id : sites) {
            marks.add(solids.site(id));
        }
        return new Scene(visible, solids.meshes(), strands(), marks, cameras());
    }

    private List<Strand> strands() {
        List<Strand> strands = new ArrayList<>();
        for (int tendon = 0; tendon < model.ntendon(); tendon++) {
            float radius = (float) model.doubles(ModelField.TENDON_WIDTH).get(tendon);
            Colour colour = Solids.colour(model.floats(ModelField.TENDON_RGBA), tendon);
            for (int i = 0; i < strandSites(model, tendon).size(); i += 2) {
                strands.add(new Strand(radius, colour));
            }
        }
        return strands;
    }

    private List<Camera> cameras() {
        DoubleView angles = model.doubles(ModelField.CAM_FOVY);
        List<String> names = model.names(ObjectType.CAMERA);
        List<Camera> cameras = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            cameras.add(new Camera(names.get(i), angles.get(i)));
        }
        return cameras;
    }

    /** The id in the model of a geom, given by its place in {@link Scene#geoms()}. */
    public int geom(int index) {
        return geoms[index];
    }

    /** Reads the current pose. */
    public Pose pose() {
        float[] frames = new float[geoms.length * Pose.FRAME];
        for (int i = 0; i < geoms.length; i++) {
            frame(data.geomXpos(), data.geomXmat(), geoms[i], frames, i * Pose.FRAME);
        }
        float[] ends = new float[strandEnds.length * 3];
        for (int i = 0; i < strandEnds.length; i++) {
            for (int k = 0; k < 3; k++) {
                ends[3 * i + k] = (float) data.siteXpos().get(3 * strandEnds[i] + k);
            }
        }
        float[] cameras = new float[model.size(ModelSize.NCAM) * Pose.FRAME];
        for (int i = 0; i < model.size(ModelSize.NCAM); i++) {
            frame(data.doubles(DataField.CAM_XPOS), data.doubles(DataField.CAM_XMAT), i, cameras, i * Pose.FRAME);
        }
        return new Pose(frames, ends, sites(), cameras);
    }

    /** The frames of the sites now, see {@link Pose#sites()}. */
    public float[] sites() {
        float[] frames = new float[sites.length * Pose.FRAME];
        for (int i = 0; i < sites.length; i++) {
            frame(data.siteXpos(), data.doubles(DataField.SITE_XMAT), sites[i], frames, i * Pose.FRAME);
        }
        return frames;
    }

    private static void frame(DoubleView positions, DoubleView matrices, int id, float[] out, int offset) {
        for (int k = 0; k < 3; k++) {
            out[offset + k] = (float) positions.get(3 * id + k);
        }
        double[] m = new double[9];
        for (int k = 0; k < 9; k++) {
            m[k] = matrices.get(9 * id + k);
        }
        Rotations.toQuaternion(m, out, offset + 3);
    }

    private static int[] visibleGeoms(Model model) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < model.ngeom(); id++) {
            boolean shown = model.ints(ModelField.GEOM_GROUP).get(id) < GROUPS
                    && model.floats(ModelField.GEOM_RGBA).get(4 * id + 3) > 0;
            if (shown && Solids.isKnown(model, id)) {
                ids.add(id);
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] visibleSites(Model model) {
        return IntStream.range(0, model.size(ModelSize.NSITE))
                .filter(id -> model.floats(ModelField.SITE_RGBA).get(4 * id + 3) > 0)
                .toArray();
    }

    private static int[] strandSites(Model model) {
        List<Integer> ids = new ArrayList<>();
        for (int tendon = 0; tendon < model.ntendon(); tendon++) {
            ids.addAll(strandSites(model, tendon));
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The sites of a tendon's strands, two for each. Where a tendon bends around a geom, it is drawn straight. */
    private static List<Integer> strandSites(Model model, int tendon) {
        IntView types = model.ints(ModelField.WRAP_TYPE);
        IntView objects = model.ints(ModelField.WRAP_OBJID);
        int from = model.ints(ModelField.TENDON_ADR).get(tendon);
        int to = from + model.ints(ModelField.TENDON_NUM).get(tendon);
        List<Integer> ids = new ArrayList<>();
        int last = -1;
        for (int i = from; i < to; i++) {
            if (types.get(i) == WRAP_SITE) {
                if (last >= 0) {
                    ids.add(last);
                    ids.add(objects.get(i));
                }
                last = objects.get(i);
            }
        }
        return ids;
    }
}
