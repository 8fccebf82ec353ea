package dev.advect.mujoco;

import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.Element;
import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** The structures of the {@link ProbeModel} as a layout reads them, compared with what is known of them. */
final class ProbeReading {
    private static final double TOLERANCE = 1e-9;
    private static final int KEY = 1;

    /** More than any VFS takes. */
    private static final long MAX_VFS = 1L << 22;

    /** Degree of freedom, and body, of the cart, which weighs 4.5 kg with the armature. */
    private static final int CART = 0;

    private static final int CART_BODY = 4;

    /** Where the position of the free body, along the line on which it touches others, lies in {@code qpos}. */
    private static final int FREE_X = 2;

    /** Of the cart at the keyframe: the motor, less gravity, spring, damper and friction. */
    private static final double ACCELERATION = (2.5 * 1.25 - 4 * 8 - 3.5 * 0.4375 - 0.625 * 1.5 - 0.375) / 4.5;

    private final Layout layout;
    private final boolean severalControls;
    private final MemorySegment model;
    private final MemorySegment data;
    private final ModelStruct sizes;

    /** The arrays of whose numbers nothing is known beforehand: their length, and so their type, must tell them apart. */
    private static final Map<String, Element> UNKNOWN_NUMBERS = Map.of(
            "mjData.userdata", Element.DOUBLE, "mjModel.mesh_face", Element.INT, "mjModel.hfield_data", Element.FLOAT);

    ProbeReading(Layout layout, boolean severalControls, MemorySegment model, MemorySegment data) {
        this.layout = layout;
        this.severalControls = severalControls;
        this.model = structure("mjModel", model);
        this.data = structure("mjData", data);
        this.sizes = new ModelStruct(layout, this.model);
    }

    void check(List<ProbeFacts> facts, MemorySegment otherSizes, MemorySegment options, MemorySegment otherOptions) {
        checkPlaces();
        checkTypes();
        checkSizes(sizes, size -> ProbeFacts.size(size, severalControls));
        checkSizes(new ModelStruct(layout, structure("mjModel", otherSizes)), ProbeFacts::otherSize);
        checkOptions(structure("mjModel", options));
        checkOtherOptions(structure("mjModel", otherOptions));
        checkBuffer("mjModel", model, sizes.size("nbuffer"));
        checkBuffer("mjData", data, ModelStruct.integer(data, layout.field("mjData.nbuffer")));
        checkArena();
        Native.resetToKey(model, data, KEY);
        Native.forward(model, data);
        facts.stream().filter(fact -> layout.has(fact.name())).forEach(this::checkFact);
        checkFaces();
        checkContact();
        checkVfs();
        checkForces();
        checkWarmStart();
        checkNoContact();
        checkWarnings();
    }

    /** The segment of a structure, if the layout's size is that which was allocated. */
    private MemorySegment structure(String name, MemorySegment pointer) {
        long size = layout.constant("sizeof(" + name + ")");
        long allocated = Allocations.size(pointer);
        if (size > allocated || size + Allocations.ALIGNMENT <= allocated) {
            throw new WrongLayout(name + " has " + allocated + " bytes, not " + size);
        }
        return pointer.reinterpret(size);
    }

    /** Whether no field lies on another, or outside of its structure, and the buffers come before what lies in them. */
    private void checkPlaces() {
        layout.fields().forEach((name, field) -> {
            String structure = name.substring(0, name.indexOf('.'));
            long end = field.offset() + bytes(field);
            if (field.offset() < 0 || end > layout.constant("sizeof(" + structure + ")")) {
                throw new WrongLayout(name + " lies outside of " + structure);
            }
            boolean inBuffer = field.pointer() && layout.has(structure + ".buffer");
            if (inBuffer && field.offset() < layout.offset(structure + ".buffer")) {
                throw new WrongLayout(name + " lies before the buffer");
            }
        });
        if (layout.has("mjData.arena") && layout.offset("mjData.arena") > layout.offset("mjData.contact")) {
            throw new WrongLayout("the arena lies behind what lies in it");
        }
        TreeMap<String, Long> ends = new TreeMap<>();
        layout.fields().entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getValue().offset()))
                .forEach(entry -> {
                    String structure = entry.getKey().substring(0, entry.getKey().indexOf('.'));
                    long end = entry.getValue().offset() + bytes(entry.getValue());
                    Long before = ends.put(structure, end);
                    if (before != null && before > entry.getValue().offset()) {
                        throw new WrongLayout(entry.getKey() + " lies on another field");
                    }
                });
    }

    private void checkTypes() {
        UNKNOWN_NUMBERS.forEach((name, element) -> {
            if (layout.field(name).element() != element) {
                throw new WrongLayout(name + " is no array of " + element);
            }
        });
    }

    /** Bytes of a field in its structure, from below where it is a structure itself. */
    private static long bytes(Layout.Field field) {
        if (field.pointer()) {
            return Long.BYTES;
        }
        return Math.multiplyExact(Long.parseLong(field.rows()), field.element().bytes);
    }

    private void checkSizes(ModelStruct found, ToIntFunction<ModelSize> known) {
        for (ModelSize size : ModelSize.values()) {
            int expected = known.applyAsInt(size);
            if (expected >= 0 && layout.has(size)) {
                same(size.field(), expected, found.size(size.field()));
            }
        }
    }

    private void checkOptions(MemorySegment options) {
        double[] gravity = {1, 2, 3};
        for (int i = 0; i < gravity.length; i++) {
            same("gravity", gravity[i], options.get(JAVA_DOUBLE, option("gravity") + (long) i * Double.BYTES));
        }
        same("timestep", 0.25, options.get(JAVA_DOUBLE, option("timestep")));
        same("impratio", 1.5, options.get(JAVA_DOUBLE, option("impratio")));
        same("tolerance", 0.0625, options.get(JAVA_DOUBLE, option("tolerance")));
        same("density", 4, options.get(JAVA_DOUBLE, option("density")));
        same("viscosity", 5, options.get(JAVA_DOUBLE, option("viscosity")));
        same("integrator", 2, options.get(JAVA_INT, option("integrator")));
        same("cone", 1, options.get(JAVA_INT, option("cone")));
        same("solver", 0, options.get(JAVA_INT, option("solver")));
        same("iterations", 7, options.get(JAVA_INT, option("iterations")));
        same("disableflags", layout.constant("mjDSBL_CONTACT"), options.get(JAVA_INT, option("disableflags")));
        same("enableflags", 3, options.get(JAVA_INT, option("enableflags")));
    }

    private void checkOtherOptions(MemorySegment options) {
        same("integrator", 1, options.get(JAVA_INT, option("integrator")));
        same("cone", 0, options.get(JAVA_INT, option("cone")));
        same("solver", 1, options.get(JAVA_INT, option("solver")));
        same("iterations", 8, options.get(JAVA_INT, option("iterations")));
        same("disableflags", 0, options.get(JAVA_INT, option("disableflags")));
        same("enableflags", 0, options.get(JAVA_INT, option("enableflags")));
    }

    private int option(String name) {
        return layout.offset("mjModel.opt." + name);
    }

    /**
     * Whether the arrays of a structure that lie in its main buffer fit between each other. Whichever words of the
     * structure point into the buffer are taken as the beginnings of arrays: from one to the next it must be as far as
     * the array is long, rounded up.
     */
    private void checkBuffer(String structure, MemorySegment segment, long bytes) {
        MemorySegment buffer = segment.get(ADDRESS, layout.offset(structure + ".buffer"));
        same(structure + ".buffer", bytes, Allocations.size(buffer));
        long start = buffer.address();
        TreeMap<Long, Long> beginnings = new TreeMap<>(Map.of(start + bytes, segment.byteSize()));
        for (long word = 0; word + Long.BYTES <= segment.byteSize(); word += Long.BYTES) {
            long address = segment.get(JAVA_LONG, word);
            if (address >= start && address <= start + bytes) {
                beginnings.put(address, word);
            }
        }
        for (String name : arrays(structure)) {
            long address = segment.get(JAVA_LONG, layout.offset(name));
            long length = sizes.bytes(layout.field(name));
            if (address < start || address > start + bytes || length <= 0 || length > start + bytes - address) {
                throw new WrongLayout(name + " is not where it should be");
            }
            long room = beginnings.higherKey(address) - address;
            if (room < length || room >= length + Allocations.ALIGNMENT) {
                throw new WrongLayout(name + " has room for " + room + " bytes, but needs " + length);
            }
            // empty arrays begin where the next one does, which comes after them in the structure
            if (beginnings.getOrDefault(address, -1L) != layout.offset(name)) {
                throw new WrongLayout(name + " is another array");
            }
        }
    }

    /** The arrays of a structure that are used, and lie in its main buffer. */
    private List<String> arrays(String structure) {
        List<String> names = new ArrayList<>();
        if (structure.equals("mjModel")) {
            for (ModelField field : ModelField.values()) {
                names.add("mjModel." + field.field());
            }
        } else {
            for (DataField field : DataField.values()) {
                names.add("mjData." + field.field());
            }
            names.add("mjData.qM");
        }
        names.removeIf(name -> !layout.has(name));
        return names;
    }

    /** Whether the stack, or the arena with the contacts, is as large as it should be. */
    private void checkArena() {
        boolean arena = layout.has(ModelSize.NARENA);
        String size = arena ? "narena" : "nstack";
        long expected = sizes.size(size);
        same(size, expected, ModelStruct.integer(data, layout.field("mjData." + size)));
        MemorySegment memory = data.get(ADDRESS, layout.offset(arena ? "mjData.arena" : "mjData.stack"));
        same(size, expected * (arena ? 1 : Double.BYTES), Allocations.size(memory));
        MemorySegment contacts = data.get(ADDRESS, layout.offset("mjData.contact"));
        if (arena) {
            same("contact", memory.address(), contacts.address());
        }
    }

    private void checkFact(ProbeFacts fact) {
        Layout.Field field = layout.field(fact.name());
        double[] expected = fact.values(layout::constant);
        MemorySegment structure = fact.name().startsWith("mjModel") ? model : data;
        MemorySegment array = field.pointer()
                ? structure.get(ADDRESS, field.offset()).reinterpret(sizes.bytes(field))
                : structure.asSlice(field.offset(), (long) expected.length * field.element().bytes);
        long columns = field.pointer() ? sizes.bytes(field) / field.element().bytes / sizes.extent(field.rows()) : 1;
        for (int i = 0; i < expected.length; i++) {
            same(fact.name(), expected[i], element(array, field.element(), fact.row() * columns + i));
        }
    }

    /** Each of the eight faces of the first mesh, an octahedron, must have three of its six vertices. */
    private void checkFaces() {
        int vertices = 6;
        MemorySegment faces = model.get(ADDRESS, layout.offset("mjModel.mesh_face")).reinterpret(8L * 3 * Integer.BYTES);
        for (int face = 0; face < 8; face++) {
            BitSet met = new BitSet(vertices);
            for (int i = 0; i < 3; i++) {
                int vertex = faces.getAtIndex(JAVA_INT, 3L * face + i);
                if (vertex < 0 || vertex >= vertices || met.get(vertex)) {
                    throw new WrongLayout("mesh_face holds no triangles");
                }
                met.set(vertex);
            }
        }
    }

    private static double element(MemorySegment array, Element element, long index) {
        return switch (element) {
            case DOUBLE -> array.getAtIndex(JAVA_DOUBLE, index);
            case FLOAT -> array.getAtIndex(JAVA_FLOAT, index);
            case INT -> array.getAtIndex(JAVA_INT, index);
            case LONG -> array.getAtIndex(JAVA_LONG, index);
            case BYTE -> array.get(JAVA_BYTE, index);
            default -> throw new WrongLayout("an array is of no type that is read");
        };
    }

    /** The first contact: two spheres, 0.125 m in each other. */
    private void checkContact() {
        int size = layout.constant("sizeof(mjContact)");
        MemorySegment contacts = data.get(ADDRESS, layout.offset("mjData.contact"));
        boolean arena = layout.has(ModelSize.NARENA);
        MemorySegment contact = arena ? contacts.reinterpret(size) : inBuffer(contacts, sizes.size("nconmax") * size);
        same("contact.dist", -0.125, contact.get(JAVA_DOUBLE, layout.offset("mjContact.dist")));
        boolean pair = layout.has("mjContact.geom");
        int first = layout.offset(pair ? "mjContact.geom" : "mjContact.geom1");
        same("contact.geom1", 1, contact.get(JAVA_INT, first));
        int second = pair ? first + Integer.BYTES : layout.offset("mjContact.geom2");
        same("contact.geom2", 4, contact.get(JAVA_INT, second));
        double[] position = {20.4375, 0, 0}; // in the middle between the surfaces
        double[] normal = {-1, 0, 0};
        for (int i = 0; i < position.length; i++) {
            long component = (long) i * Double.BYTES;
            same("contact.pos", position[i], contact.get(JAVA_DOUBLE, layout.offset("mjContact.pos") + component));
            same("contact.frame", normal[i], contact.get(JAVA_DOUBLE, layout.offset("mjContact.frame") + component));
        }
    }

    /** A file that was made in a VFS must be found where the layout says, in those versions that need to know. */
    private void checkVfs() {
        if (!layout.has(Vfs.COPIES)) {
            return;
        }
        int size = 77;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vfs = arena.allocate(MAX_VFS, Long.BYTES);
            MemorySegment name = arena.allocateFrom("file");
            Native.defaultVfs(vfs);
            Native.recordAllocations(true);
            Native.makeEmptyFileVfs(vfs, name, size);
            Native.recordAllocations(false);
            long place = layout.offset(Vfs.COPIES) + (long) Native.findFileVfs(vfs, name) * Long.BYTES;
            long found = Allocations.size(MemorySegment.ofAddress(vfs.get(JAVA_LONG, place)));
            Native.deleteVfs(vfs);
            same("size of a file", size, found);
        }
    }

    private MemorySegment inBuffer(MemorySegment pointer, long bytes) {
        long offset = pointer.address() - data.get(JAVA_LONG, layout.offset("mjData.buffer"));
        if (offset < 0 || bytes < 0 || offset + bytes > ModelStruct.integer(data, layout.field("mjData.nbuffer"))) {
            throw new WrongLayout("contact is not where it should be");
        }
        return pointer.reinterpret(bytes);
    }

    /** Forces that are written where the layout says must move the cart. */
    private void checkForces() {
        array("qfrc_applied").setAtIndex(JAVA_DOUBLE, CART, 9);
        array("xfrc_applied").setAtIndex(JAVA_DOUBLE, CART_BODY * 6 + 2, 4.5);
        Native.forward(model, data);
        same("qacc under forces", ACCELERATION + (9 + 4.5) / 4.5, array("qacc").getAtIndex(JAVA_DOUBLE, CART));
        same("cfrc_ext", 4.5, array("cfrc_ext").getAtIndex(JAVA_DOUBLE, CART_BODY * 6 + 5));
    }

    /** A step begins the next solution where its own ended, which {@code mj_forward} does in some versions only. */
    private void checkWarmStart() {
        Native.resetToKey(model, data, KEY);
        same("qacc_warmstart", 0, array("qacc_warmstart").getAtIndex(JAVA_DOUBLE, CART));
        Native.step(model, data);
        same("qacc_warmstart", ACCELERATION, array("qacc_warmstart").getAtIndex(JAVA_DOUBLE, CART));
    }

    /** Without contacts their number differs from that of islands, which is two as well before. */
    private void checkNoContact() {
        Native.resetToKey(model, data, KEY);
        array("qpos").setAtIndex(JAVA_DOUBLE, FREE_X, 0);
        Native.forward(model, data);
        same("ncon", 0, ModelStruct.integer(data, layout.field("mjData.ncon")));
    }

    /** What is not a number must be found, and counted, where the layout says. */
    private void checkWarnings() {
        String[] fields = {"qpos", "qvel", "qacc"};
        Warning[] warnings = {Warning.BAD_QPOS, Warning.BAD_QVEL, Warning.BAD_QACC};
        for (int i = 0; i < fields.length; i++) {
            Native.resetToKey(model, data, KEY);
            array(fields[i]).setAtIndex(JAVA_DOUBLE, CART, Double.NaN);
            Native.checkState(model, data, fields[i]);
            for (Warning warning : Warning.values()) {
                int code = warning.code(layout);
                if (code >= 0) {
                    same("warnings of " + fields[i], warning == warnings[i] ? 1 : 0, count(code));
                }
            }
        }
    }

    private int count(int code) {
        long offset = layout.offset("mjData.warning") + (long) layout.constant("sizeof(mjWarningStat)") * code;
        return data.get(JAVA_INT, offset + layout.offset("mjWarningStat.number"));
    }

    /** An array of the data, which is known to lie in its buffer. */
    private MemorySegment array(String name) {
        Layout.Field field = layout.field("mjData." + name);
        return data.get(ADDRESS, field.offset()).reinterpret(sizes.bytes(field));
    }

    private static void same(String what, double expected, double found) {
        if (!(Math.abs(expected - found) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
            throw new WrongLayout(what + " should be " + expected + ", but is " + found);
        }
    }
}
