package dev.advect.mujoco;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

final class FatalErrorTest {

    @Test
    void error_insideOfMujoco_endsTheProcessWithOneClearLine(@TempDir Path folder) throws Exception {
        Fork fork = Fork.run(Overflow.class, folder, Map.of());
        assertThat(fork.status()).isEqualTo(1);
        assertThat(fork.output())
                .contains("MuJoCo cannot go on: Stack overflow")
                .contains("needs a larger nstack")
                .contains("the shutdown hook ran")
                .doesNotContain("survived");
        assertThat(folder).isEmptyDirectory();
    }

    /** Provokes what the public interface prevents: steps with a stack that is far too small. */
    static final class Overflow {
        private Overflow() {}

        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("the shutdown hook ran")));
            Mujoco.load();
            MemorySegment model = Compiler.compileUnchecked(Models.HEAP, Map.of());
            model.reinterpret(Layout.SIZEOF_MODEL).set(JAVA_INT, ModelSize.NSTACK.offset, 10);
            MemorySegment data = Native.makeData(model);
            Native.step(model, data);
            System.out.println("survived");
        }
    }
}
