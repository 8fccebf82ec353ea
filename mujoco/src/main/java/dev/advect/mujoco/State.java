package dev.advect.mujoco;

import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Version;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The complete integration state of a {@link Data} as an array.
 *
 * <p>{@code mj_step} computes everything else from it. The solver's warm start is part of it: without it the constraint
 * solver starts from another point, stops at another one within its tolerance, and the last bits differ.
 */
abstract sealed class State {
    /**
     * The offset of the version tag in the first element of a state. States of MuJoCo 2.2.2 have no tag and stay below
     * it.
     */
    private static final double WITH_VERSION = 0x1p40;

    /** Creates the state of a {@link Data} in the format of the loaded MuJoCo version. */
    static State of(Data data, DataMemory memory) {
        return memory.model().struct().layout().hasConstant("mjSTATE_INTEGRATION")
                ? new ByCall(data, memory)
                : new ByFields(data);
    }

    /** The number of doubles in a state. */
    abstract int size();

    /** The flags of the model by which the next step depends on more than MuJoCo saves; empty if a state is complete. */
    abstract List<String> gaps();

    abstract void save(double[] out);

    /** Restores a state that this version of MuJoCo saved from the same model. */
    abstract void restore(double[] in);

    final void checkSize(double[] state) {
        if (state.length != size()) {
            throw new IllegalArgumentException("a state of this model has " + size() + " doubles, not " + state.length);
        }
    }

    static void checkSignature(double expected, double found) {
        if (expected != found) {
            throw new IllegalArgumentException("the state was saved from another model");
        }
    }

    /**
     * Checks that the current version of MuJoCo saved the state.
     *
     * @throws IllegalArgumentException if another version saved it
     */
    static void checkVersion(double[] state, Version current) {
        if (state.length == 0) {
            return;
        }
        double tag = state[0] - WITH_VERSION;
        Version saved = tag < 0 ? Version.DEBIAN : Version.of((int) tag);
        if (!saved.equals(current)) {
            throw new IllegalArgumentException("the state was saved with MuJoCo " + saved + ", but this is MuJoCo "
                    + current + ", which would go on differently; hint: set " + LibraryFinder.VARIABLE
                    + " to a MuJoCo " + saved + ", or start anew");
        }
    }

    private static double tag(Version version) {
        return WITH_VERSION + version.packed();
    }

    /** The format for MuJoCo 2.2.2: a model signature, the time, then the fields in {@link #FIELDS}. */
    private static final class ByFields extends State {
        private static final DataField[] FIELDS = {
            DataField.QPOS, DataField.QVEL, DataField.ACT, DataField.QACC_WARMSTART, DataField.CTRL,
            DataField.QFRC_APPLIED, DataField.XFRC_APPLIED, DataField.MOCAP_POS, DataField.MOCAP_QUAT,
            DataField.USERDATA
        };

        private final Data data;
        private final DoubleView[] views;
        private final double signature;
        private final int size;

        ByFields(Data data) {
            this.data = data;
            this.views = Arrays.stream(FIELDS).map(data::doubles).toArray(DoubleView[]::new);
            int[] sizes = Arrays.stream(views).mapToInt(DoubleView::size).toArray();
            this.signature = Arrays.hashCode(sizes);
            this.size = 2 + Arrays.stream(sizes).sum();
        }

        @Override
        int size() {
            return size;
        }

        @Override
        List<String> gaps() {
            return List.of();
        }

        @Override
        void save(double[] out) {
            checkSize(out);
            out[0] = signature;
            out[1] = data.time();
            int offset = 2;
            for (DoubleView view : views) {
                view.copyTo(out, offset);
                offset += view.size();
            }
        }

        @Override
        void restore(double[] in) {
            checkVersion(in, Native.layout().version());
            checkSize(in);
            checkSignature(signature, in[0]);
            data.time(in[1]);
            int offset = 2;
            for (DoubleView view : views) {
                view.copyFrom(in, offset);
                offset += view.size();
            }
        }
    }

    /**
     * The format from MuJoCo 3 on: the version tag, a model signature, then the result of {@code mj_getState}, which
     * also covers equality constraints switched on or off, delays and plugins.
     */
    private static final class ByCall extends State {
        private static final int HEAD = 2;

        /** The flags with which MuJoCo carries more from step to step than it saves: which trees of bodies sleep, how flexes touch. */
        private static final List<String> UNSAVED = List.of("mjENBL_SLEEP", "mjENBL_IPC");

        private final MemorySegment model;
        private final MemorySegment data;
        private final MemorySegment buffer;
        private final Version version;
        private final double signature;
        private final int parts;

        ByCall(Data data, DataMemory memory) {
            Layout layout = memory.model().struct().layout();
            this.model = memory.model().segment();
            this.data = memory.segment();
            this.version = layout.version();
            this.parts = layout.constant("mjSTATE_INTEGRATION");
            this.signature = Arrays.hashCode(new int[] {
                data.qpos().size(), data.qvel().size(), data.act().size(), data.ctrl().size(),
                data.xfrcApplied().size(), data.mocapPos().size(), data.userdata().size()
            });
            this.buffer = memory.allocate((long) Native.stateSize(model, parts) * Double.BYTES);
        }

        @Override
        List<String> gaps() {
            Layout layout = Native.layout();
            int flags = model.get(JAVA_INT, layout.offset("mjModel.opt.enableflags"));
            return UNSAVED.stream().filter(flag -> layout.hasConstant(flag) && (flags & layout.constant(flag)) != 0)
                    .map(flag -> flag.substring(flag.indexOf('_') + 1).toLowerCase(Locale.ROOT)).toList();
        }

        @Override
        int size() {
            return HEAD + (int) (buffer.byteSize() / Double.BYTES);
        }

        @Override
        void save(double[] out) {
            checkSize(out);
            out[0] = tag(version);
            out[1] = signature;
            Native.getState(model, data, buffer, parts);
            MemorySegment.copy(buffer, JAVA_DOUBLE, 0, out, HEAD, out.length - HEAD);
        }

        @Override
        void restore(double[] in) {
            checkVersion(in, version);
            checkSize(in);
            checkSignature(signature, in[1]);
            MemorySegment.copy(in, HEAD, buffer, JAVA_DOUBLE, 0, in.length - HEAD);
            Native.setState(model, data, buffer, parts);
        }
    }
}
