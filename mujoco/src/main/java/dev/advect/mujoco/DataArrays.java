package dev.advect.mujoco;

import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.Layout;

import java.util.EnumMap;
import java.util.Map;

/** The arrays of a {@link Data} as views, row after row, [n, columns], made once. */
abstract sealed class DataArrays permits Data {
    private final Map<DataField, DoubleView> doubles = new EnumMap<>(DataField.class);

    DataArrays(DataMemory memory) {
        Layout layout = memory.model().struct().layout();
        for (DataField array : DataField.values()) {
            if (layout.has("mjData." + array.field())) {
                doubles.put(array, new DoubleView(this, memory.array(layout.field("mjData." + array.field()))));
            }
        }
    }

    /**
     * An array by its C name, row after row.
     *
     * @throws IllegalArgumentException if this version of MuJoCo does not have it
     */
    public final DoubleView doubles(DataField field) {
        DoubleView view = doubles.get(field);
        if (view == null) {
            throw new IllegalArgumentException("MuJoCo " + Mujoco.version() + " has no " + field.field());
        }
        return view;
    }

    /** Positions, [nq]. */
    public final DoubleView qpos() {
        return doubles(DataField.QPOS);
    }

    /** Velocities, [nv]. */
    public final DoubleView qvel() {
        return doubles(DataField.QVEL);
    }

    /** Activations of the actuators, [na]. */
    public final DoubleView act() {
        return doubles(DataField.ACT);
    }

    /** Controls, [nu]. */
    public final DoubleView ctrl() {
        return doubles(DataField.CTRL);
    }

    /** Accelerations, [nv]. */
    public final DoubleView qacc() {
        return doubles(DataField.QACC);
    }

    /** Where the constraint solver begins, [nv]. */
    public final DoubleView qaccWarmstart() {
        return doubles(DataField.QACC_WARMSTART);
    }

    /** Generalised forces applied from outside, [nv]. */
    public final DoubleView qfrcApplied() {
        return doubles(DataField.QFRC_APPLIED);
    }

    /** Force and torque applied to the bodies at their centre of mass, in world axes, [nbody, 6]. */
    public final DoubleView xfrcApplied() {
        return doubles(DataField.XFRC_APPLIED);
    }

    /** Positions of the mocap bodies, [nmocap, 3]. */
    public final DoubleView mocapPos() {
        return doubles(DataField.MOCAP_POS);
    }

    /** Orientations of the mocap bodies, [nmocap, 4]. */
    public final DoubleView mocapQuat() {
        return doubles(DataField.MOCAP_QUAT);
    }

    /** Readings of all sensors, [nsensordata]. */
    public final DoubleView sensordata() {
        return doubles(DataField.SENSORDATA);
    }

    /** Positions of the body frames, [nbody, 3]. */
    public final DoubleView xpos() {
        return doubles(DataField.XPOS);
    }

    /** Orientations of the body frames, w x y z, [nbody, 4]. */
    public final DoubleView xquat() {
        return doubles(DataField.XQUAT);
    }

    /** Orientations of the body frames, [nbody, 9]. */
    public final DoubleView xmat() {
        return doubles(DataField.XMAT);
    }

    /** Centres of mass of the bodies, [nbody, 3]. */
    public final DoubleView xipos() {
        return doubles(DataField.XIPOS);
    }

    /** Positions of the geoms, [ngeom, 3]. */
    public final DoubleView geomXpos() {
        return doubles(DataField.GEOM_XPOS);
    }

    /** Orientations of the geoms, [ngeom, 9]. */
    public final DoubleView geomXmat() {
        return doubles(DataField.GEOM_XMAT);
    }

    /** Positions of the sites, [nsite, 3]. */
    public final DoubleView siteXpos() {
        return doubles(DataField.SITE_XPOS);
    }

    /** Orientations of the sites, [nsite, 9]. */
    public final DoubleView siteXmat() {
        return doubles(DataField.SITE_XMAT);
    }

    /** Centre of mass of each body with all below it, [nbody, 3]. */
    public final DoubleView subtreeCom() {
        return doubles(DataField.SUBTREE_COM);
    }

    /** Its velocity, [nbody, 3]; only computed if a sensor needs it. */
    public final DoubleView subtreeLinvel() {
        return doubles(DataField.SUBTREE_LINVEL);
    }

    /** Angular, then linear velocity of the bodies, at the centre of mass of the tree, [nbody, 6]. */
    public final DoubleView cvel() {
        return doubles(DataField.CVEL);
    }

    /** Coriolis, centrifugal and gravitational forces, [nv]. */
    public final DoubleView qfrcBias() {
        return doubles(DataField.QFRC_BIAS);
    }

    /** Forces of the actuators on the degrees of freedom, [nv]. */
    public final DoubleView qfrcActuator() {
        return doubles(DataField.QFRC_ACTUATOR);
    }

    /** Forces of the constraints on the degrees of freedom, [nv]. */
    public final DoubleView qfrcConstraint() {
        return doubles(DataField.QFRC_CONSTRAINT);
    }

    /** Forces of the actuators, [nu]; from MuJoCo 3.11 on [nout], as some actuators give several. */
    public final DoubleView actuatorForce() {
        return doubles(DataField.ACTUATOR_FORCE);
    }

    /** Torque, then force from outside on the bodies, [nbody, 6]; only if a sensor needs it. */
    public final DoubleView cfrcExt() {
        return doubles(DataField.CFRC_EXT);
    }

    /** Numbers that MuJoCo does not touch, [nuserdata]. */
    public final DoubleView userdata() {
        return doubles(DataField.USERDATA);
    }
}
