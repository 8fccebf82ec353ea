package dev.advect.mujoco;

import java.util.Arrays;

/**
 * The complete state of the integration as an array: a number that tells models apart, the time, then the fields in
 * {@link #FIELDS}.
 *
 * <p>{@code mj_step} computes all else from these. The warm start belongs to them: without it the constraint solver
 * begins elsewhere, stops elsewhere within its tolerance, and the last bits differ.
 */
final class State {
    private static final DataField[] FIELDS = {
        DataField.QPOS, DataField.QVEL, DataField.ACT, DataField.QACC_WARMSTART, DataField.CTRL,
        DataField.QFRC_APPLIED, DataField.XFRC_APPLIED, DataField.MOCAP_POS, DataField.MOCAP_QUAT, DataField.USERDATA
    };

    private final Data data;
    private final DoubleView[] views;
    private final double signature;
    private final int size;

    State(Data data) {
        this.data = data;
        this.views = Arrays.stream(FIELDS).map(data::doubles).toArray(DoubleView[]::new);
        int[] sizes = Arrays.stream(views).mapToInt(DoubleView::size).toArray();
        this.signature = Arrays.hashCode(sizes);
        this.size = 2 + Arrays.stream(sizes).sum();
    }

    int size() {
        return size;
    }

    void save(double[] out) {
        checkSize(out);
        out[0] = signature;
        out[1] = data.time();
        int at = 2;
        for (DoubleView view : views) {
            view.copyTo(out, at);
            at += view.size();
        }
    }

    void restore(double[] in) {
        checkSize(in);
        if (in[0] != signature) {
            throw new IllegalArgumentException("the state was saved from another model");
        }
        data.time(in[1]);
        int at = 2;
        for (DoubleView view : views) {
            view.copyFrom(in, at);
            at += view.size();
        }
    }

    private void checkSize(double[] state) {
        if (state.length != size) {
            throw new IllegalArgumentException("a state of this model has " + size + " doubles, not " + state.length);
        }
    }
}
