package dev.advect.nn.torch;

import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostTensorTest {

    @Test
    void constructor_isZero_rowMajor_andAligned() {
        try (HostTensor host = new HostTensor(2, 3)) {
            assertThat(host.size()).isEqualTo(6);
            assertThat(host.shape()).containsExactly(2, 3);
            assertThat(host.toArray()).containsExactly(0, 0, 0, 0, 0, 0);
            assertThat(host.segment().byteSize()).isEqualTo(24);
            assertThat(host.segment().address() % 64).isZero();
            assertThat(host.tensor().size(0)).isEqualTo(2);
            assertThat(host.tensor().size(1)).isEqualTo(3);
        }
    }

    @Test
    void tensor_andSegment_areTheSameMemory() {
        try (HostTensor host = new HostTensor(2, 3)) {
            host.set(4, 7); // row 1, column 1
            assertThat(host.tensor().select(0, 1).select(0, 1).item_float()).isEqualTo(7);
            host.tensor().select(0, 0).fill_(new Scalar(2.5));
            assertThat(host.toArray()).containsExactly(2.5f, 2.5f, 2.5f, 0, 7, 0);
            assertThat(host.get(2)).isEqualTo(2.5f);
        }
    }

    @Test
    void writeAndRead_ofARange_leaveTheRest() {
        try (HostTensor host = new HostTensor(5)) {
            host.write(1, new float[] {9, 8, 7, 6}, 1, 3);
            assertThat(host.toArray()).containsExactly(0, 8, 7, 6, 0);
            float[] to = {-1, -1, -1, -1};
            host.read(2, to, 1, 2);
            assertThat(to).containsExactly(-1, 7, 6, -1);
        }
    }

    @Test
    void access_outsideOrAfterClose_refused() {
        HostTensor host = new HostTensor(3);
        assertThatThrownBy(() -> host.set(3, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> host.write(2, new float[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> host.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        host.close();
        assertThatThrownBy(() -> host.get(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void constructor_negativeSize_refused() {
        assertThatThrownBy(() -> new HostTensor(2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostTensor(Long.MAX_VALUE, 3)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void constructor_noElements_isEmpty() {
        try (HostTensor host = new HostTensor(0, 4)) {
            assertThat(host.size()).isZero();
            assertThat(host.toArray()).isEmpty();
            assertThat(host.tensor().numel()).isZero();
            assertThat(host.tensor().size(1)).isEqualTo(4);
        }
    }
}
