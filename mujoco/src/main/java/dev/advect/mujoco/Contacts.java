package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;

import java.lang.foreign.MemorySegment;

/** The contact list of a {@link Data}. The caller must check the contact indices. */
final class Contacts {
    /** The maximum size in bytes, since a view must have fewer elements than an int can count. */
    private static final long MAX_BYTES = 1L << 32;

    private final int size;
    private final int distance;
    private final int geom1;
    private final int geom2;
    private final IntView ints;
    private final DoubleView doubles;

    Contacts(Data owner, DataMemory memory) {
        ModelStruct model = memory.model().struct();
        Layout layout = model.layout();
        size = layout.constant("sizeof(mjContact)");
        distance = layout.offset("mjContact.dist");
        boolean pair = layout.has("mjContact.geom");
        geom1 = layout.offset(pair ? "mjContact.geom" : "mjContact.geom1");
        geom2 = pair ? geom1 + Integer.BYTES : layout.offset("mjContact.geom2");
        // from MuJoCo 3 on, contacts start at the beginning of the arena and may fill it
        long room = layout.has(ModelSize.NARENA)
                ? Math.min(model.size("narena"), MAX_BYTES) / size * size
                : model.size("nconmax") * size;
        MemorySegment contacts = memory.array(layout.field("mjData.contact"), room);
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
}
