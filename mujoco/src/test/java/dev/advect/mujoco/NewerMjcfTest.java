package dev.advect.mujoco;

import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class NewerMjcfTest {

    /**
     * The table is the difference of the two libraries' own schemas. The property {@code advect.mjcf.write} names a file
     * that it is written anew into: {@code -Dadvect.mjcf.write=src/main/resources/dev/advect/mujoco/newer-mjcf.txt}.
     */
    @Test
    void table_isTheDifferenceOfTheSchemas() throws Throwable {
        LibraryFinder finder = LibraryFinder.ofThisMachine();
        for (Version version : Version.TESTED) {
            assumeTrue(finder.has(version.toString()), "there is no MuJoCo " + version + " to ask for its schema");
        }
        String table = NewerMjcf.table(schema(Version.DEBIAN), schema(Version.WHEEL));
        String write = System.getProperty("advect.mjcf.write", "");
        if (!write.isEmpty()) {
            Files.writeString(Path.of(write), table);
            return;
        }
        assertThat(NewerMjcf.text()).isEqualTo(table);
    }

    private static String schema(Version version) throws Throwable {
        Path path = LibraryFinder.ofThisMachine().installations().stream()
                .filter(one -> one.version().filter(version.toString()::equals).isPresent())
                .findFirst()
                .orElseThrow()
                .library();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle print = Linker.nativeLinker().downcallHandle(
                    LibraryFile.open(path).symbols().findOrThrow("mj_printSchema"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
            int size = 1 << 20;
            MemorySegment buffer = arena.allocate(size);
            int length = (int) print.invokeExact(MemorySegment.NULL, buffer, size, 0, 0);
            assertThat(length).isPositive();
            return buffer.getString(0);
        }
    }

    @Test
    void table_namesWhatTheNewerSchemaHasMore() {
        String older = """
                mujoco (!)         model
                   option (*)      cone gravity
                   (world)body (R) pos
                """;
        String newer = """
                mujoco (!)         model
                   option (*)      cone gravity
                                   wind
                      flag (?)
                   (world)body (R) gravcomp pos
                   pid (*)         gain
                """;
        assertThat(NewerMjcf.table(older, newer)).isEqualTo("body gravcomp\nflag\noption wind\npid\n");
    }

    @Test
    void newWord_ofOtherMistakes_isNone() {
        assertThat(NewerMjcf.newWord("XML Error: invalid keyword: 'implicitfest'; Element 'option', line 1")).isEmpty();
        assertThat(NewerMjcf.newWord("XML Error: Schema violation: unrecognized attribute: 'kv'; Element 'motor', line 1"))
                .isEmpty();
        assertThat(NewerMjcf.newWord("XML Error: Schema violation: unrecognized element; Element 'boody', line 3")).isEmpty();
        assertThat(NewerMjcf.newWord("XML Error: Schema violation: unrecognized element; Element 'geom', line 3")).isEmpty();
        assertThat(NewerMjcf.newWord("XML Error: XML parse error at line 3")).isEmpty();
    }

    @Test
    void fromXml_newModelWithOldLibrary_saysWhichVersionIsNeeded() {
        assumeFalse(Models.IS_3, "MuJoCo 3 knows these");
        String body = "<worldbody><body><joint name='j'/><geom size='0.1'/></body></worldbody>";
        assertNamed("<option integrator='implicitfast'/>" + body, "'implicitfast' is a keyword of MuJoCo 3.x");
        assertNamed(body + "<actuator><position joint='j' kp='1' kv='1'/></actuator>", "'kv' is an attribute of MuJoCo 3.x");
        assertNamed("<worldbody><body gravcomp='1'/></worldbody>", "'gravcomp' is an attribute of MuJoCo 3.x");
        assertNamed("<option><flag eulerdamp='disable'/></option>", "'eulerdamp' is an attribute of MuJoCo 3.x");
        assertNamed("<worldbody><replicate count='2'/></worldbody>", "<replicate> is an element of MuJoCo 3.x");
        assertNamed("<worldbody><light type='spot'/></worldbody>", "'type' is an attribute of MuJoCo 3.x");
    }

    private static void assertNamed(String content, String newer) {
        assertThatThrownBy(() -> Model.fromXml("<mujoco>" + content + "</mujoco>"))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining(". " + newer + ", and this is 2.2.2 (" + Mujoco.libraryPath() + "): ")
                .message().endsWith("set ADVECT_MUJOCO=3.14.0").doesNotContain("\n");
    }

    @Test
    void fromFile_newModelWithOldLibrary_namesTheFile(@TempDir Path folder) throws IOException {
        assumeFalse(Models.IS_3, "MuJoCo 3 knows this");
        Path file = Files.writeString(folder.resolve("scene.xml"), "<mujoco>\n<option ls_iterations='6'/></mujoco>");
        assertThatThrownBy(() -> Model.fromFile(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line 2")
                .hasMessageContaining("'ls_iterations' is an attribute of MuJoCo 3.x");
    }
}
