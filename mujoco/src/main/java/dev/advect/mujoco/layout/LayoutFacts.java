package dev.advect.mujoco.layout;

import dev.advect.mujoco.library.Version;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses, from parsed headers, what of MuJoCo's structures is used here. */
final class LayoutFacts {
    private static final List<String> STRUCTURES =
            List.of("mjModel", "mjOption", "mjData", "mjContact", "mjWarningStat", "mjVFS");

    /** What every version must have; besides these, the sizes and arrays that the enumerations name. */
    private static final List<String> REQUIRED = List.of(
            "mjModel.buffer", "mjModel.opt.timestep", "mjModel.opt.impratio", "mjModel.opt.tolerance",
            "mjModel.opt.gravity", "mjModel.opt.density", "mjModel.opt.viscosity",
            "mjModel.opt.integrator", "mjModel.opt.cone", "mjModel.opt.solver", "mjModel.opt.iterations",
            "mjModel.opt.disableflags", "mjModel.opt.enableflags",
            "mjData.nbuffer", "mjData.warning", "mjData.ncon", "mjData.time", "mjData.energy", "mjData.buffer",
            "mjData.contact", "mjContact.dist", "mjContact.pos", "mjContact.frame", "mjWarningStat.number");

    private static final List<String> IN_SOME_VERSIONS = List.of(
            "mjData.nstack", "mjData.narena", "mjData.stack", "mjData.arena", "mjData.qM",
            "mjVFS.filedata");

    private static final List<String> CONSTANTS =
            List.of("mjNWARNING", "mjMAXVFS", "mjMAXVFSNAME", "mjMAXCONPAIR", "mjSTATE_INTEGRATION",
            "mjENBL_SLEEP", "mjENBL_IPC",
            "mjSENS_CLOCK", "mjSENS_JOINTPOS", "mjSENS_JOINTVEL", "mjSENS_FRAMEPOS");

    private final CParser parser;
    private final Map<String, List<String>> shapes;
    private final Map<String, Long> values;
    private final Map<String, Layout.Field> fields = new TreeMap<>();

    /** {@code shapes} has rows and columns of the arrays by name. */
    LayoutFacts(CParser parser, Map<String, List<String>> shapes) {
        this.parser = parser;
        this.shapes = shapes;
        this.values = parser.constants();
    }

    Layout layout(Version version) {
        for (ModelSize size : ModelSize.values()) {
            addIfPresent("mjModel." + size.field());
        }
        for (ModelField field : ModelField.values()) {
            addIfPresent("mjModel." + field.field());
        }
        for (DataField field : DataField.values()) {
            addIfPresent("mjData." + field.field());
        }
        IN_SOME_VERSIONS.forEach(this::addIfPresent);
        if (!addIfPresent("mjContact.geom")) {
            addIfPresent("mjContact.geom1");
            addIfPresent("mjContact.geom2");
        }
        for (String name : REQUIRED) {
            if (!addIfPresent(name)) {
                throw new HeaderException("there is no " + name);
            }
        }
        return new Layout(version, fields, constants());
    }

    private Map<String, Integer> constants() {
        Map<String, Integer> constants = new HashMap<>();
        for (String structure : STRUCTURES) {
            constants.put("sizeof(" + structure + ")", Math.toIntExact(parser.type(structure).size()));
        }
        values.forEach((name, value) -> {
            boolean used = CONSTANTS.contains(name) || name.startsWith("mjOBJ_") || name.startsWith("mjWARN_")
                    || name.startsWith("mjDSBL_");
            if (used) {
                constants.put(name, number(name));
            }
        });
        return constants;
    }

    private int number(String name) {
        Long value = values.get(name);
        if (value == null || value != value.intValue()) {
            throw new HeaderException(name + " is not a number");
        }
        return value.intValue();
    }

    /** Adds a field, and the sizes that its shape names; whether there is one. */
    private boolean addIfPresent(String path) {
        if (fields.containsKey(path)) {
            return true;
        }
        String[] names = path.split("\\.", -1);
        CType.@Nullable Member member = null;
        CType type = parser.type(names[0]);
        long offset = 0;
        for (int i = 1; i < names.length; i++) {
            Map<String, CType.Member> members = type.members();
            member = members == null ? null : members.get(names[i]);
            if (member == null) {
                return false;
            }
            offset += member.offset();
            type = member.type();
        }
        if (member == null) {
            return false;
        }
        List<String> shape = type.pointer() ? shapes.get(names[names.length - 1]) : List.of(member.count() + "", "1");
        fields.put(path, new Layout.Field(
                Math.toIntExact(offset), type.element(), type.pointer(),
                extent(path, shape, 0), extent(path, shape, 1)));
        return true;
    }

    /** Rows or columns: a number, or the name of a size of the model, which is added; "0" if they are not known. */
    private String extent(String path, @Nullable List<String> shape, int index) {
        if (shape == null) {
            return "0";
        }
        String extent = shape.get(index);
        if (Character.isDigit(extent.charAt(0))) {
            return extent;
        }
        if (values.containsKey(extent)) {
            return number(extent) + "";
        }
        // the only array whose length is not of the model
        return path.equals("mjData.contact") || !addIfPresent("mjModel." + extent) ? "0" : extent;
    }
}
