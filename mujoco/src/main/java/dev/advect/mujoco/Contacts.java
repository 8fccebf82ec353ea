package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;

import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

/** The contact list of a {@link Data}. The caller must check the contact indices. */
final class Contacts {
    /** The maximum size in bytes, since a view must have fewer elements than an int can count. */
    private static final long MAX_BYTES = 1L << 32;

    private static final long WRENCH_BYTES = 6L * Double.BYTES;

    private final int size;
    private final int distance;
    private final int position;
    private final int frame;
    private final int geom1;
    private final int geom2;
    private final MemorySegment model;
    private final MemorySegment data;
    /** Force and torque of a contact in its frame, as MuJoCo computes them. */
    private final MemorySegment wrench;
    private final IntView ints;
    private final DoubleView doubles;

    Contacts(Data owner, DataMemory memory) {
        ModelStruct model = memory.model().struct();
        Layout layout = model.layout();
        size = layout.constant("sizeof(mjContact)");
        distance = layout.offset("mjContact.dist");
        position = layout.offset("mjContact.pos");
        frame = layout.offset("mjContact.frame");
        boolean pair = layout.has("mjContact.geom");
        geom1 = layout.offset(pair ? "mjContact.geom" : "mjContact.geom1");
        geom2 = pair ? geom1 + Integer.BYTES : layout.offset("mjContact.geom2");
        // from MuJoCo 3 on, contacts start at the beginning of the arena and may fill it
        long room = layout.has(ModelSize.NARENA)
                ? Math.min(model.size("narena"), MAX_BYTES) / size * size
                : model.size("nconmax") * size;
        MemorySegment contacts = memory.array(layout.field("mjData.contact"), room);
        this.model = memory.model().segment();
        data = memory.segment();
        wrench = memory.allocate(WRENCH_BYTES);
        ints = new IntView(owner, contacts, false);
        doubles = new DoubleView(owner, contacts);
    }

    double distance(int contact) {
        return doubles.get((contact * size + distance) / Double.BYTES);
    }

    int geom1(int contact) {
        return ints.get((contact * size + geom1) / Integer.BYTES);
    }

    int geom2(int contact) {
        return ints.get((contact * size + geom2) / Integer.BYTES);
    }

    void position(int contact, double[] out) {
        checkVector(out);
        int first = (contact * size + position) / Double.BYTES;
        for (int i = 0; i < 3; i++) {
            out[i] = doubles.get(first + i);
        }
    }

    /** The force in the world's frame. The rows of the contact's frame are its axes. */
    void force(int contact, double[] out) {
        checkVector(out);
        Native.contactForce(model, data, contact, wrench);
        int first = (contact * size + frame) / Double.BYTES;
        for (int i = 0; i < 3; i++) {
            out[i] = 0;
            for (int axis = 0; axis < 3; axis++) {
                out[i] += wrench.getAtIndex(JAVA_DOUBLE, axis) * doubles.get(first + 3 * axis + i);
            }
        }
    }

    private static void checkVector(double[] out) {
        if (out.length != 3) {
            throw new IllegalArgumentException("the result has 3 doubles, not " + out.length);
        }
    }
}
