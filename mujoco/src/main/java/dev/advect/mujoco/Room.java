package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The memory that a simulation of a model can need for its contacts, its constraints and the stack, from above.
 *
 * <p>When it runs out inside of a step, that is the end of the step's thread at least, see {@link CallThread}. Hence it
 * is raised before the data is made. What is asked for are addresses, which become memory only where they are used.
 */
final class Room {
    /** Not raised beyond this, in bytes, since to ask for more than there can be is fatal as well. */
    private static final long MAX_RAISED = 1L << 31;

    /** Rows of the constraints of one contact, at most: six directions, both ways where the cone is a pyramid. */
    private static final int MAX_CONTACT_ROWS = 10;

    /** Pairs of more geoms than this are estimated and not counted. */
    private static final int MAX_COUNTED_GEOMS = 2000;

    private final ModelStruct model;

    private Room(ModelStruct model) {
        this.model = model;
    }

    /**
     * Raises {@code nstack} or {@code narena} to what this model can need at most, where it is less, but not beyond
     * what the system gives.
     *
     * @return what it can need at most, in the unit of that size
     */
    static long raise(ModelStruct model) {
        Room room = new Room(model);
        boolean arena = model.layout().has(ModelSize.NARENA);
        long needed = arena ? room.arenaBytes() : room.stackDoubles();
        long unit = arena ? 1 : Double.BYTES;
        long raised = Math.min(needed, MAX_RAISED / unit);
        if (size(model) < raised && Native.canAllocate(raised * unit)) {
            ModelStruct.integer(model.segment(), model.layout().field("mjModel." + name(model)), raised);
        }
        return needed;
    }

    /** The memory that a data will have, in the unit of {@link #raise}. */
    static long size(ModelStruct model) {
        return model.size(name(model));
    }

    private static String name(ModelStruct model) {
        return model.layout().has(ModelSize.NARENA) ? "narena" : "nstack";
    }

    /** Whether the system would give the memory for contacts, constraints and the stack of a data. */
    static boolean isEnough(ModelStruct model) {
        return Native.canAllocate(model.layout().has(ModelSize.NARENA)
                ? model.size("narena")
                : model.size("nstack") * Double.BYTES);
    }

    /**
     * The doubles that a step of MuJoCo 2.2.2 can take from the stack: the sum of what it holds at a time, for the
     * largest of three phases that follow each other, with full lists of contacts and constraints, and in all of them
     * the collisions and the intermediate states of Runge-Kutta.
     */
    private long stackDoubles() {
        long nv = model.size("nv");
        long nbody = model.size("nbody");
        long njmax = model.size("njmax");
        long others = model.size("nq") + model.size("nu") + model.size("na");
        long dualProjection = 6 * njmax * nv;
        long newtonHessian = 6 * nv * nv;
        long phase = Math.max(dualProjection, Math.max(newtonHessian, derivatives(nv, nbody)));
        return phase + nbody * nbody / 2 + 50 * nbody + 30 * njmax + 150 * nv + 20 * others + 1000;
    }

    /**
     * The bytes that a step can take from the arena, where MuJoCo 3 keeps contacts, constraints and the stack: as many
     * contacts as the pairs of geoms can have, with all rows of their constraints, and what the solvers and collisions
     * hold of them. The matrix over pairs of constraints that PGS uses is left out: without room for it MuJoCo warns.
     */
    private long arenaBytes() {
        Layout layout = model.layout();
        double nv = model.size("nv");
        double nbody = model.size("nbody");
        double pairs = pairs();
        double contacts = pairs * layout.constant("mjMAXCONPAIR");
        double others = model.size("neq") * 6.0 + 2.0 * (model.size("njnt") + model.size("ntendon")) + nv;
        double rows = contacts * contactRows() + others;
        double bytes = contacts * (layout.constant("sizeof(mjContact)") + 100.0)
                + rows * (400 + 48 * nv)
                + Double.BYTES * (derivatives((long) nv, (long) nbody) + 64 * nv * nv)
                + 32 * (nbody * nbody + pairs)
                + (2 << 20);
        return (long) bytes / 64 * 64; // as large as a long can be, if it is more
    }

    private static long derivatives(long nv, long nbody) {
        return 18 * nbody * nv + 8 * nv * nv;
    }

    /** Pairs of geoms that can touch, at most. Flexes, which MuJoCo 3 has, are not counted. */
    private double pairs() {
        int count = (int) model.size("ngeom");
        double predefined = model.size("npair");
        if (count > MAX_COUNTED_GEOMS) {
            return count * (count - 1.0) / 2 + predefined;
        }
        int[] body = ints("geom_bodyid");
        int[] type = ints("geom_contype");
        int[] affinity = ints("geom_conaffinity");
        long counted = IntStream.range(0, count)
                .mapToLong(i -> IntStream.range(0, i)
                        .filter(j -> body[i] != body[j])
                        .filter(j -> (type[i] & affinity[j]) != 0 || (type[j] & affinity[i]) != 0)
                        .count())
                .sum();
        return counted + predefined;
    }

    /** Rows of the constraints of one contact, at most. */
    private int contactRows() {
        boolean pairs = model.size("npair") > 0;
        int dimension = IntStream.of(ints("geom_condim")).max().orElse(1);
        return pairs ? MAX_CONTACT_ROWS : Math.max(1, Math.min(MAX_CONTACT_ROWS, 2 * (dimension - 1)));
    }

    private int[] ints(String name) {
        Layout.Field field = model.layout().field("mjModel." + name);
        MemorySegment array = model.segment().get(ADDRESS, field.offset());
        return array.reinterpret(model.bytes(field), Arena.global(), null).toArray(JAVA_INT);
    }
}
