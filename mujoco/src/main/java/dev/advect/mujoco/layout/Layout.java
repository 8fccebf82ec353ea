package dev.advect.mujoco.layout;

import dev.advect.mujoco.library.Version;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * How one version of MuJoCo lays out its C structures: sizes, offsets and shapes of the fields that are used here, and
 * the values of its constants.
 *
 * <p>Fields are named by structure and path, as {@code "mjModel.opt.timestep"}, constants and sizes as in C, as
 * {@code "mjOBJ_BODY"} and {@code "sizeof(mjModel)"}. MuJoCo promises no binary interface: nearly every release has a
 * layout of its own.
 */
public final class Layout {

    /**
     * A field, or the array that it points to.
     *
     * @param offset in its structure, in bytes
     * @param element of the field, or of the array if it is a pointer
     * @param pointer whether the field points to an array
     * @param rows number, or name of the size in {@code mjModel} that is the number
     * @param columns number, or name of the size in {@code mjModel} that is the number
     */
    public record Field(int offset, Element element, boolean pointer, String rows, String columns) {}

    private final Version version;
    private final Map<String, Field> fields;
    private final Map<String, Integer> constants;

    public Layout(Version version, Map<String, Field> fields, Map<String, Integer> constants) {
        this.version = version;
        this.fields = new TreeMap<>(fields);
        this.constants = new TreeMap<>(constants);
    }

    public Version version() {
        return version;
    }

    /** Whether this version has the field. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public boolean has(ModelSize size) {
        return has("mjModel." + size.field());
    }

    /** The field of that name, which this version must have. */
    public Field field(String name) {
        return present(name, fields.get(name));
    }

    /** The offset of a field in bytes. */
    public int offset(String name) {
        return field(name).offset();
    }

    /** A constant, or {@code "sizeof(mjModel)"}. */
    public int constant(String name) {
        return present(name, constants.get(name));
    }

    /** Whether this version has the constant. */
    public boolean hasConstant(String name) {
        return constants.containsKey(name);
    }

    public Map<String, Field> fields() {
        return fields;
    }

    public Map<String, Integer> constants() {
        return constants;
    }

    private <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new NoSuchElementException("MuJoCo " + version + " has no " + name);
        }
        return value;
    }
}
