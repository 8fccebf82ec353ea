package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.mujoco.layout.ModelSize;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;

/** The sizes of a {@link Model}, and its arrays as views, row after row, [n, columns], made once. */
abstract sealed class ModelArrays permits Model {
    private final Layout layout;
    private final Map<ModelSize, Long> sizes = new EnumMap<>(ModelSize.class);
    private final Map<ModelField, DoubleView> doubles = new EnumMap<>(ModelField.class);
    private final Map<ModelField, IntView> ints = new EnumMap<>(ModelField.class);
    private final Map<ModelField, FloatView> floats = new EnumMap<>(ModelField.class);

    ModelArrays(ModelMemory memory) {
        layout = memory.struct().layout();
        for (ModelSize size : ModelSize.values()) {
            if (layout.has(size)) {
                sizes.put(size, memory.struct().size(size.field()));
            }
        }
        for (ModelField array : ModelField.values()) {
            if (layout.has("mjModel." + array.field())) {
                add(array, layout.field("mjModel." + array.field()), memory);
            }
        }
    }

    private void add(ModelField array, Layout.Field field, ModelMemory memory) {
        switch (field.element()) {
            case DOUBLE -> doubles.put(array, new DoubleView(this, memory.array(field)));
            case FLOAT -> floats.put(array, new FloatView(this, memory.array(field)));
            case INT -> ints.put(array, new IntView(this, memory.array(field), false));
            case BYTE -> ints.put(array, new IntView(this, memory.array(field), true));
            default -> throw new IllegalStateException(array + " is of no type that a view could show");
        }
    }

    /** How the C structures are laid out. */
    final Layout layout() {
        return layout;
    }

    /** Whether the version of MuJoCo that is in use has this size. */
    public final boolean has(ModelSize size) {
        return sizes.containsKey(size);
    }

    /**
     * A size by its C name.
     *
     * @throws IllegalArgumentException if this version of MuJoCo does not have it
     * @throws ArithmeticException if it is larger than an {@code int}, which only {@code narena} and {@code nbuffer} are
     */
    public final int size(ModelSize size) {
        return Math.toIntExact(longSize(size));
    }

    final long longSize(ModelSize size) {
        Long value = sizes.get(size);
        if (value == null) {
            throw new IllegalArgumentException("MuJoCo " + layout.version() + " has no " + size.field());
        }
        return value;
    }

    /**
     * An array of doubles by its C name.
     *
     * @throws IllegalArgumentException if it is an array of another type, or this version of MuJoCo does not have it
     */
    public final DoubleView doubles(ModelField field) {
        return present(field, doubles.get(field));
    }

    /**
     * An array of integers or flags by its C name.
     *
     * @throws IllegalArgumentException if it is an array of another type, or this version of MuJoCo does not have it
     */
    public final IntView ints(ModelField field) {
        return present(field, ints.get(field));
    }

    /**
     * An array of floats by its C name: colours, and the points of meshes and height fields.
     *
     * @throws IllegalArgumentException if it is an array of another type, or this version of MuJoCo does not have it
     */
    public final FloatView floats(ModelField field) {
        return present(field, floats.get(field));
    }

    private <V> V present(ModelField field, @Nullable V view) {
        if (view != null) {
            return view;
        }
        String content = doubles.containsKey(field) ? "doubles: use doubles"
                : ints.containsKey(field) ? "integers: use ints"
                : floats.containsKey(field) ? "floats: use floats" : "";
        throw new IllegalArgumentException(content.isEmpty()
                ? "MuJoCo " + layout.version() + " has no " + field.field()
                : field.field() + " holds " + content);
    }

    /** Number of positions, the length of {@code qpos}. */
    public final int nq() {
        return size(ModelSize.NQ);
    }

    /** Number of degrees of freedom, the length of {@code qvel}. */
    public final int nv() {
        return size(ModelSize.NV);
    }

    /** Number of controls, the length of {@code ctrl}; nearly always that of actuators. */
    public final int nu() {
        return size(ModelSize.NU);
    }

    /** Number of actuator activations. */
    public final int na() {
        return size(ModelSize.NA);
    }

    /** Number of bodies, the world included. */
    public final int nbody() {
        return size(ModelSize.NBODY);
    }

    /** Number of joints. */
    public final int njnt() {
        return size(ModelSize.NJNT);
    }

    /** Number of geoms. */
    public final int ngeom() {
        return size(ModelSize.NGEOM);
    }

    /** Number of sites. */
    public final int nsite() {
        return size(ModelSize.NSITE);
    }

    /** Number of sensors. */
    public final int nsensor() {
        return size(ModelSize.NSENSOR);
    }

    /** Number of sensor readings. */
    public final int nsensordata() {
        return size(ModelSize.NSENSORDATA);
    }

    /** Number of mocap bodies. */
    public final int nmocap() {
        return size(ModelSize.NMOCAP);
    }

    /** Number of tendons. */
    public final int ntendon() {
        return size(ModelSize.NTENDON);
    }

    /** Number of equality constraints. */
    public final int neq() {
        return size(ModelSize.NEQ);
    }

    /** Number of keyframes. */
    public final int nkey() {
        return size(ModelSize.NKEY);
    }

    /** Default pose, [nq]. */
    public final DoubleView qpos0() {
        return doubles(ModelField.QPOS0);
    }

    /** Masses of the bodies, kg, [nbody]. */
    public final DoubleView bodyMass() {
        return doubles(ModelField.BODY_MASS);
    }

    /** Principal inertias of the bodies, [nbody, 3]. */
    public final DoubleView bodyInertia() {
        return doubles(ModelField.BODY_INERTIA);
    }

    /** Positions in the parent's frame, [nbody, 3]. */
    public final DoubleView bodyPos() {
        return doubles(ModelField.BODY_POS);
    }

    /** Orientations in the parent's frame, [nbody, 4]. */
    public final DoubleView bodyQuat() {
        return doubles(ModelField.BODY_QUAT);
    }

    /** Types of the joints: 0 free, 1 ball, 2 slide, 3 hinge; [njnt]. */
    public final IntView jntType() {
        return ints(ModelField.JNT_TYPE);
    }

    /** Where the position of a joint begins in {@code qpos}, [njnt]. */
    public final IntView jntQposadr() {
        return ints(ModelField.JNT_QPOSADR);
    }

    /** Where the velocity of a joint begins in {@code qvel}, [njnt]. */
    public final IntView jntDofadr() {
        return ints(ModelField.JNT_DOFADR);
    }

    /** Whether a joint has limits, 0 or 1, [njnt]. */
    public final IntView jntLimited() {
        return ints(ModelField.JNT_LIMITED);
    }

    /** Limits of the joints, [njnt, 2]. */
    public final DoubleView jntRange() {
        return doubles(ModelField.JNT_RANGE);
    }

    /** Spring stiffness of the joints, [njnt]. */
    public final DoubleView jntStiffness() {
        return doubles(ModelField.JNT_STIFFNESS);
    }

    /** Damping of the degrees of freedom, [nv]. */
    public final DoubleView dofDamping() {
        return doubles(ModelField.DOF_DAMPING);
    }

    /** Inertia added to the degrees of freedom, [nv]. */
    public final DoubleView dofArmature() {
        return doubles(ModelField.DOF_ARMATURE);
    }

    /** Sizes of the geoms; which numbers mean what depends on the type; [ngeom, 3]. */
    public final DoubleView geomSize() {
        return doubles(ModelField.GEOM_SIZE);
    }

    /** Positions in the body's frame, [ngeom, 3]. */
    public final DoubleView geomPos() {
        return doubles(ModelField.GEOM_POS);
    }

    /** Orientations in the body's frame, [ngeom, 4]. */
    public final DoubleView geomQuat() {
        return doubles(ModelField.GEOM_QUAT);
    }

    /** Friction of the geoms: sliding, torsional, rolling; [ngeom, 3]. */
    public final DoubleView geomFriction() {
        return doubles(ModelField.GEOM_FRICTION);
    }

    /** Bodies that the geoms belong to, [ngeom]. */
    public final IntView geomBodyid() {
        return ints(ModelField.GEOM_BODYID);
    }

    /** Positions in the body's frame, [nsite, 3]. */
    public final DoubleView sitePos() {
        return doubles(ModelField.SITE_POS);
    }

    /** Gears of the actuators, [nu, 6]; from MuJoCo 3.11 on [nout, 6], as some actuators give several forces. */
    public final DoubleView actuatorGear() {
        return doubles(ModelField.ACTUATOR_GEAR);
    }

    /** Ranges of the controls, [nu, 2]. */
    public final DoubleView actuatorCtrlrange() {
        return doubles(ModelField.ACTUATOR_CTRLRANGE);
    }

    /** Whether a control is clamped to its range, 0 or 1, [nu]. */
    public final IntView actuatorCtrllimited() {
        return ints(ModelField.ACTUATOR_CTRLLIMITED);
    }

    /** Where the reading of a sensor begins in {@code sensordata}, [nsensor]. */
    public final IntView sensorAdr() {
        return ints(ModelField.SENSOR_ADR);
    }

    /** Numbers in the reading of a sensor, [nsensor]. */
    public final IntView sensorDim() {
        return ints(ModelField.SENSOR_DIM);
    }

    /** Poses of the keyframes, [nkey, nq]. */
    public final DoubleView keyQpos() {
        return doubles(ModelField.KEY_QPOS);
    }
}
