package dev.advect.nn.torch;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class TorchTest {

    @Test
    void load_setsOneThread() {
        Torch.load();
        assertThat(torch.get_num_threads()).isEqualTo(1);
    }

    @Test
    void load_putsTheBlasSettingsIntoTheProcess_unlessTheUserHas() throws Throwable {
        Torch.load();
        for (String name : new String[] {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}) {
            assertThat(getenv(name)).isEqualTo(Optional.ofNullable(System.getenv(name)).orElse("1"));
        }
    }

    @Test
    void keep_tensorOutlivesTheScope_andCanBeClosed() {
        Torch.load();
        Tensor tensor = Torch.keep(() -> torch.tensor(1.0f, 2.0f).mul(new Scalar(3)));
        assertThat(Tensors.floats(tensor)).containsExactly(3, 6);
        tensor.close();
        assertThat(tensor.isNull()).isTrue();
    }

    private static String getenv(String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var getenv = linker.downcallHandle(linker.defaultLookup().find("getenv").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
            return value.equals(MemorySegment.NULL) ? "" : value.reinterpret(Long.MAX_VALUE).getString(0);
        }
    }
}
