package dev.advect.mujoco;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Asks a C compiler for every size and offset, where MuJoCo's headers are installed. */
final class LayoutTest {

    @Test
    void offsets_areThoseOfTheHeaders(@TempDir Path folder) throws Exception {
        Path header = Path.of("/usr/include/mujoco/mujoco.h");
        assumeTrue(Files.isRegularFile(header), "MuJoCo's headers are not installed");
        assumeTrue(Files.readString(header).contains("mjVERSION_HEADER 222"), "the headers are of another version");
        Map<String, Integer> expected = table();
        assertThat(measured(folder, expected)).isEqualTo(expected);
    }

    @SuppressWarnings("OrphanedFormatString")
    private static Map<String, Integer> measured(Path folder, Map<String, Integer> expected) throws IOException {
        StringBuilder source = new StringBuilder("""
                #include <stddef.h>
                #include <stdio.h>
                #include <mujoco/mujoco.h>
                #define P(x) printf("%s %d\\n", #x, (int) (x))
                int main(void) {
                """);
        expected.keySet().forEach(expression -> source.append("P(").append(expression).append(");\n"));
        String output = new CCompiler(folder).run(source + "return 0; }\n");
        Map<String, Integer> found = new LinkedHashMap<>();
        output.lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            found.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
        });
        return found;
    }

    /** C expressions, as gcc's preprocessor prints them, and what Java takes them to be. */
    private static Map<String, Integer> table() throws ReflectiveOperationException {
        Map<String, Integer> table = new LinkedHashMap<>();
        for (ModelSize size : ModelSize.values()) {
            table.put("offsetof(mjModel, " + size.field + ")", size.offset);
        }
        for (ModelField field : ModelField.values()) {
            table.put("offsetof(mjModel, " + field.field + ")", field.offset);
            table.put("sizeof(*((mjModel*) 0)->" + field.field + ")", field.element.bytes);
        }
        for (DataField field : DataField.values()) {
            table.put("offsetof(mjData, " + field.field + ")", field.offset);
            table.put("sizeof(*((mjData*) 0)->" + field.field + ")", Double.BYTES);
        }
        for (ObjectType type : ObjectType.values()) {
            table.put("mjOBJ_" + type, type.code);
        }
        for (Field constant : Layout.class.getDeclaredFields()) {
            if (constant.getType() == int.class) {
                table.put(expression(constant.getName()), constant.getInt(null));
            }
        }
        return table;
    }

    private static String expression(String constant) {
        String field = constant.substring(constant.indexOf('_') + 1).toLowerCase(Locale.ROOT);
        return switch (constant) {
            case "VERSION" -> "mjVERSION_HEADER";
            case "NWARNING" -> "mjNWARNING";
            case "VFS_MAX_FILES" -> "mjMAXVFS";
            case "VFS_MAX_NAME" -> "mjMAXVFSNAME";
            case "SIZEOF_MODEL" -> "sizeof(mjModel)";
            case "SIZEOF_DATA" -> "sizeof(mjData)";
            case "SIZEOF_OPTION" -> "sizeof(mjOption)";
            case "SIZEOF_CONTACT" -> "sizeof(mjContact)";
            case "SIZEOF_WARNING" -> "sizeof(mjWarningStat)";
            case "SIZEOF_VFS" -> "sizeof(mjVFS)";
            case "DATA_QM" -> "offsetof(mjData, qM)";
            default -> "offsetof(" + switch (constant.substring(0, constant.indexOf('_'))) {
                case "MODEL" -> "mjModel, ";
                case "OPT" -> "mjModel, opt.";
                case "DATA" -> "mjData, ";
                case "CONTACT" -> "mjContact, ";
                case "WARNING" -> "mjWarningStat, ";
                case "VFS" -> "mjVFS, ";
                default -> throw new IllegalArgumentException(constant);
            } + field + ")";
        };
    }
}
