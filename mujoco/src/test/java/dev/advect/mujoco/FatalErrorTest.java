package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

final class FatalErrorTest {

    @Test
    void error_insideOfMujoco_endsTheProcessWithOneClearLine(@TempDir Path folder) throws Exception {
        Fork fork = Fork.run(Overflow.class, folder, Map.of());
        assertThat(fork.status()).isEqualTo(1);
        assertThat(fork.output())
                .containsIgnoringCase("stack overflow")
                .contains("MuJoCo cannot go on: ")
                .contains("needs a larger nstack, from MuJoCo 3 on a larger memory")
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
            Layout layout = Native.layout();
            String size = layout.has(ModelSize.NARENA) ? "mjModel.narena" : "mjModel.nstack";
            MemorySegment structure = model.reinterpret(layout.constant("sizeof(mjModel)"));
            ModelStruct.integer(structure, layout.field(size), 10);
            MemorySegment data = Native.makeData(model);
            Native.step(model, data);
            System.out.println("survived");
        }
    }
}
