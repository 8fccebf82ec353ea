package dev.advect.mujoco.layout;

import dev.advect.mujoco.MujocoException;
import dev.advect.mujoco.library.CCompiler;
import dev.advect.mujoco.library.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class LayoutTest {

    /**
     * The tables are what the parser makes of the headers. Where they differ, the property {@code
     * advect.layouts.write} has them written anew into a folder: {@code mvn -pl mujoco test -Dtest=LayoutTest
     * -Dadvect.layouts.write=src/main/resources/dev/advect/mujoco}.
     */
    @Test
    void tables_areThoseOfTheHeaders() throws Exception {
        String write = System.getProperty("advect.layouts.write", "");
        for (Path folder : HeaderFolders.ofTestedVersions()) {
            Headers headers = Headers.read(folder);
            String text = LayoutTable.write(headers.layout(false));
            if (!write.isEmpty()) {
                Files.writeString(Path.of(write, "layout-" + headers.version() + ".txt"), text);
                continue;
            }
            assertThat(LayoutTable.write(Layouts.table(headers.version()))).isEqualTo(text);
            // no type of these structures is of another size on Windows, where a long has four bytes
            assertThat(LayoutTable.write(headers.layout(true))).isEqualTo(text);
        }
    }

    @Test
    void layout_ofTheHeaders_isThatOfTheCCompiler(@TempDir Path folder) throws Exception {
        for (Path headers : HeaderFolders.ofTestedVersions()) {
            Layout layout = Headers.read(headers).layout(false);
            Map<String, Long> expected = expressions(layout);
            assertThat(expected).hasSizeGreaterThan(250);
            assertThat(measured(folder, headers, expected)).as("headers in %s", headers).isEqualTo(expected);
        }
    }

    @Test
    void table_writtenAndRead_isTheSame() {
        for (Version version : Version.TESTED) {
            Layout layout = Layouts.table(version);
            assertThat(layout.version()).isEqualTo(version);
            String text = LayoutTable.write(layout);
            assertThat(LayoutTable.write(LayoutTable.read(text))).isEqualTo(text);
        }
    }

    @Test
    void of_versionsWithoutTable_needHeadersOfTheSameVersion(@TempDir Path folder) throws IOException {
        Path library = folder.resolve("lib/libmujoco.so.3.7.0");
        assertThatThrownBy(() -> Layouts.of(new Version(2, 3, 7), library))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining(library + " is MuJoCo 2.3.7, which advect cannot use: it needs 2.2.2, or 3.5.0");
        assertThatThrownBy(() -> Layouts.of(new Version(3, 4, 0), library)).hasMessageContaining("3.5.0 and later");
        assertThatThrownBy(() -> Layouts.of(new Version(3, 7, 0), library))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("needs its C headers beside it, in include/mujoco: there are none");

        Path headers = Files.createDirectories(folder.resolve("include/mujoco"));
        Files.writeString(headers.resolve("mujoco.h"), "#define mjVERSION_HEADER 3006000\n");
        assertThatThrownBy(() -> Layouts.of(new Version(3, 7, 0), library))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("those in " + headers + " are of 3.6.0");
        Files.writeString(headers.resolve("mujoco.h"), "#define mjVERSION_HEADER 3007000\n");
        assertThatThrownBy(() -> Layouts.of(new Version(3, 7, 0), library))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("cannot be read: there is no mj");
    }

    @Test
    void version_ofNumber_isThatOfTheText() {
        Map<Integer, String> texts = Map.of(222, "2.2.2", 237, "2.3.7", 340, "3.4.0", 3005000, "3.5.0",
                3014000, "3.14.0", 4000001, "4.0.1");
        texts.forEach((number, text) -> {
            assertThat(Version.ofNumber(number)).isEqualTo(Version.parse(text)).hasToString(text);
            assertThat(Version.of(Version.parse(text).packed())).hasToString(text);
        });
        assertThat(Version.parse("3.5.0")).isGreaterThan(Version.parse("3.4.9")).isLessThan(Version.parse("3.14.0"));
        for (String wrong : List.of("", "3.14", "3.14.0.1", "a.b.c", "3.14.0\n", "3.1415.0")) {
            assertThatThrownBy(() -> Version.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** C expressions, as gcc's preprocessor prints them, and what the layout takes them to be. */
    private static Map<String, Long> expressions(Layout layout) {
        Map<String, Long> expressions = new TreeMap<>();
        layout.constants().forEach((name, value) -> expressions.put(name, (long) value));
        layout.fields().forEach((name, field) -> {
            String structure = name.substring(0, name.indexOf('.'));
            String member = name.substring(name.indexOf('.') + 1);
            expressions.put("offsetof(" + structure + ", " + member + ")", (long) field.offset());
            String target = "((" + structure + "*) 0)->" + member;
            if (field.element() != Element.OTHER) {
                String element = field.pointer() ? "*" + target : target;
                long count = field.pointer() ? 1 : Long.parseLong(field.rows());
                expressions.put("sizeof(" + element + ")", count * field.element().bytes);
            }
        });
        return expressions;
    }

    @SuppressWarnings("OrphanedFormatString")
    private static Map<String, Long> measured(Path folder, Path headers, Map<String, Long> expected)
            throws IOException {
        StringBuilder source = new StringBuilder("""
                #include <stddef.h>
                #include <stdio.h>
                #include <mujoco/mujoco.h>
                #define P(x) printf("%s %lld\\n", #x, (long long) (x))
                int main(void) {
                """);
        expected.keySet().forEach(expression -> source.append("P(").append(expression).append(");\n"));
        String output = new CCompiler(folder).run(source + "return 0; }\n", "-I" + headers.getParent());
        Map<String, Long> found = new LinkedHashMap<>();
        output.lines().filter(Predicate.not(String::isBlank)).forEach(line -> {
            int space = line.lastIndexOf(' ');
            found.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
        });
        return found;
    }
}
