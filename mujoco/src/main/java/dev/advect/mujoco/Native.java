package dev.advect.mujoco;

import dev.advect.mujoco.layout.Element;
import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.Layouts;
import dev.advect.mujoco.library.LibraryNames;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * The only class that touches the symbols of the library. Arguments are pointers as C wants them; whoever calls has
 * checked them.
 *
 * <p>No call is marked critical: MuJoCo calls back into Java to report warnings.
 */
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static volatile @Nullable LibraryFile library;

    /** The functions that this class calls. A library that lacks one is passed over, before a call could fail. */
    private static final List<String> ALWAYS = List.of(
            "mj_loadXML", "mj_deleteModel", "mj_saveModel", "mj_sizeModel", "mj_makeData", "mj_deleteData", "mj_step",
            "mj_step1", "mj_step2", "mj_forward", "mj_setConst", "mj_resetData", "mj_resetDataKeyframe", "mj_copyData",
            "mj_name2id", "mj_id2name", "mj_defaultVFS", "mj_deleteVFS", "mj_jacSite", "mj_jacBody", "mj_contactForce",
            "mj_fullM", "mj_checkPos", "mj_checkVel", "mj_checkAcc", "mju_user_malloc");

    private static final List<String> IN_OLD_VERSIONS = List.of("mj_makeEmptyFileVFS", "mj_findFileVFS");
    private static final List<String> IN_NEW_VERSIONS = List.of("mj_addBufferVFS");
    private static final List<String> WITH_STATES = List.of("mj_stateSize", "mj_getState", "mj_setState");

    private Native() {}

    /** The number that a library gives as its version, such as 222. Works for libraries of other versions too. */
    static int version(SymbolLookup candidate) {
        try {
            return (int) handle(candidate, "mj_version", JAVA_INT).invokeExact();
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** What the system's loader says against opening {@code path}, which the JVM does not pass on. */
    static String whyNotOpened(Path path) {
        SymbolLookup system = LINKER.defaultLookup();
        if (system.find("dlopen").isEmpty() || system.find("dlerror").isEmpty()) {
            return "it cannot be opened";
        }
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle dlopen = handle(system, "dlopen", ADDRESS, ADDRESS, JAVA_INT);
            MethodHandle dlerror = handle(system, "dlerror", ADDRESS);
            int now = 2;
            MemorySegment opened = (MemorySegment) dlopen.invokeExact(arena.allocateFrom(path.toString()), now);
            MemorySegment reason = (MemorySegment) dlerror.invokeExact();
            boolean silent = opened.address() != 0 || reason.address() == 0;
            return silent ? "it cannot be opened" : reason.reinterpret(Integer.MAX_VALUE).getString(0);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** Whether the system would give so much memory, which MuJoCo ends the process without. */
    static boolean canAllocate(long bytes) {
        SymbolLookup system = LINKER.defaultLookup();
        try {
            MethodHandle malloc = handle(system, "malloc", ADDRESS, JAVA_LONG);
            MethodHandle free = LINKER.downcallHandle(system.findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));
            MemorySegment memory = (MemorySegment) malloc.invokeExact(bytes);
            free.invokeExact(memory);
            return memory.address() != 0;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** The functions and variables that a library must have, by the layout of its version. */
    static List<String> needed(Layout layout) {
        List<String> needed = new ArrayList<>(ALWAYS);
        needed.addAll(layout.has(Vfs.COPIES) ? IN_OLD_VERSIONS : IN_NEW_VERSIONS);
        needed.addAll(layout.hasConstant("mjSTATE_INTEGRATION") ? WITH_STATES : List.of());
        return needed;
    }

    /**
     * From now on, calls go to this library, and its warnings and errors to {@link NativeMessages}.
     *
     * @throws MujocoException if calls of this process are bound to another library already
     */
    static void use(LibraryFile chosen) {
        LibraryFile before = library;
        if (before != null && !LibraryNames.real(before.path()).equals(LibraryNames.real(chosen.path()))) {
            throw new MujocoException("this process has begun to use " + before.path() + " and cannot change to " + chosen.path()
                    + "; start it anew");
        }
        library = chosen;
        install(chosen.symbols(), "mju_user_warning", "warning");
        install(chosen.symbols(), "mju_user_error", "error");
    }

    /** The layout of the structures of the library that is in use. */
    static Layout layout() {
        return chosen().layout();
    }

    /** From now on, {@link Allocations} sees what MuJoCo allocates, or no longer. */
    static void recordAllocations(boolean on) {
        MemorySegment variable = chosen().symbols().findOrThrow("mju_user_malloc").reinterpret(ADDRESS.byteSize());
        if (on) {
            MethodType type = MethodType.methodType(MemorySegment.class, long.class);
            variable.set(ADDRESS, 0, stub(Allocations.class, "allocate", type, FunctionDescriptor.of(ADDRESS, JAVA_LONG)));
        } else {
            variable.set(ADDRESS, 0, MemorySegment.NULL);
        }
    }

    /** Memory as MuJoCo itself allocates it, which MuJoCo can free. */
    static MemorySegment alignedMemory(long bytes, long alignment) {
        try {
            return Layouts.isWindows()
                    ? (MemorySegment) SystemCalls.ALIGNED.invokeExact(bytes, alignment)
                    : (MemorySegment) SystemCalls.ALIGNED.invokeExact(alignment, bytes);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** MuJoCo's own check of {@code qpos}, {@code qvel} or {@code qacc}. */
    static void checkState(MemorySegment model, MemorySegment data, String field) {
        String function = switch (field) {
            case "qpos" -> "mj_checkPos";
            case "qvel" -> "mj_checkVel";
            default -> "mj_checkAcc";
        };
        try {
            procedure(function, ADDRESS, ADDRESS).invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static MemorySegment loadXml(MemorySegment file, MemorySegment vfs, MemorySegment error, int errorSize) {
        try {
            return (MemorySegment) Calls.LOAD_XML.invokeExact(file, vfs, error, errorSize);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void deleteModel(MemorySegment model) {
        try {
            Calls.DELETE_MODEL.invokeExact(model);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void saveModel(MemorySegment model, MemorySegment file, MemorySegment buffer, int bufferSize) {
        try {
            Calls.SAVE_MODEL.invokeExact(model, file, buffer, bufferSize);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** The bytes of a model's file, at most. Versions whose sizes have 32 bits leave the upper half undefined. */
    static long sizeModel(MemorySegment model) {
        boolean wide = layout().field("mjModel.nbuffer").element() == Element.LONG;
        try {
            long size = (long) Calls.SIZE_MODEL.invokeExact(model);
            return wide ? size : Integer.toUnsignedLong((int) size);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static MemorySegment makeData(MemorySegment model) {
        try {
            return (MemorySegment) Calls.MAKE_DATA.invokeExact(model);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void deleteData(MemorySegment data) {
        try {
            Calls.DELETE_DATA.invokeExact(data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void step(MemorySegment model, MemorySegment data) {
        try {
            Calls.STEP.invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void step1(MemorySegment model, MemorySegment data) {
        try {
            Calls.STEP1.invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void step2(MemorySegment model, MemorySegment data) {
        try {
            Calls.STEP2.invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void forward(MemorySegment model, MemorySegment data) {
        try {
            Calls.FORWARD.invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void setConst(MemorySegment model, MemorySegment data) {
        try {
            Calls.SET_CONST.invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void reset(MemorySegment model, MemorySegment data) {
        try {
            Calls.RESET.invokeExact(model, data);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void resetToKey(MemorySegment model, MemorySegment data, int key) {
        try {
            Calls.RESET_KEY.invokeExact(model, data, key);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void copyData(MemorySegment to, MemorySegment model, MemorySegment from) {
        try {
            MemorySegment same = (MemorySegment) Calls.COPY_DATA.invokeExact(to, model, from);
            Objects.requireNonNull(same);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static int nameToId(MemorySegment model, int type, MemorySegment name) {
        try {
            return (int) Calls.NAME_TO_ID.invokeExact(model, type, name);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static MemorySegment idToName(MemorySegment model, int type, int id) {
        try {
            return (MemorySegment) Calls.ID_TO_NAME.invokeExact(model, type, id);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void defaultVfs(MemorySegment vfs) {
        try {
            Calls.DEFAULT_VFS.invokeExact(vfs);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** Up to MuJoCo 3.1: makes an empty file in a VFS. */
    static int makeEmptyFileVfs(MemorySegment vfs, MemorySegment name, int size) {
        try {
            return (int) OldCalls.MAKE_EMPTY_FILE_VFS.invokeExact(vfs, name, size);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** Up to MuJoCo 3.1: the index of a file in a VFS. */
    static int findFileVfs(MemorySegment vfs, MemorySegment name) {
        try {
            return (int) OldCalls.FIND_FILE_VFS.invokeExact(vfs, name);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** From MuJoCo 3.1.3 on: copies a file into a VFS. */
    static int addBufferVfs(MemorySegment vfs, MemorySegment name, MemorySegment content, int size) {
        try {
            return (int) NewCalls.ADD_BUFFER_VFS.invokeExact(vfs, name, content, size);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** From MuJoCo 2.3.7 on: the doubles of the parts of the state that the bits of {@code parts} choose. */
    static int stateSize(MemorySegment model, int parts) {
        try {
            return (int) NewCalls.STATE_SIZE.invokeExact(model, parts);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void getState(MemorySegment model, MemorySegment data, MemorySegment state, int parts) {
        try {
            NewCalls.GET_STATE.invokeExact(model, data, state, parts);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void setState(MemorySegment model, MemorySegment data, MemorySegment state, int parts) {
        try {
            NewCalls.SET_STATE.invokeExact(model, data, state, parts);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void deleteVfs(MemorySegment vfs) {
        try {
            Calls.DELETE_VFS.invokeExact(vfs);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void siteJacobian(MemorySegment m, MemorySegment d, MemorySegment linear, MemorySegment angular, int site) {
        try {
            Calls.JAC_SITE.invokeExact(m, d, linear, angular, site);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void bodyJacobian(MemorySegment m, MemorySegment d, MemorySegment linear, MemorySegment angular, int body) {
        try {
            Calls.JAC_BODY.invokeExact(m, d, linear, angular, body);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** The force and the torque of a contact in its own frame, 6 doubles. */
    static void contactForce(MemorySegment model, MemorySegment data, int contact, MemorySegment result) {
        try {
            Calls.CONTACT_FORCE.invokeExact(model, data, contact, result);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** The dense mass matrix; the arguments are those of {@code mj_fullM}, which changed their order at 3.10. */
    static void fullMass(MemorySegment model, MemorySegment second, MemorySegment third) {
        try {
            Calls.FULL_M.invokeExact(model, second, third);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    private static void install(SymbolLookup chosen, String variable, String method) {
        MethodType type = MethodType.methodType(void.class, MemorySegment.class);
        MemorySegment stub = stub(NativeMessages.class, method, type, FunctionDescriptor.ofVoid(ADDRESS));
        // without the variables, which are deprecated, messages go where MuJoCo sends them
        chosen.find(variable).ifPresent(found -> found.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, stub));
    }

    /** A pointer to a static method. */
    private static MemorySegment stub(Class<?> owner, String method, MethodType type, FunctionDescriptor descriptor) {
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(owner, method, type);
            return LINKER.upcallStub(target, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static MethodHandle handle(SymbolLookup from, String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(from.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /** {@code t} as what a caller can throw: a call itself throws nothing checked. */
    private static RuntimeException rethrown(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof RuntimeException exception ? exception : new IllegalStateException(t);
    }

    /** Static and final, so that the compiler inlines the calls; initialised when a library was chosen. */
    private static final class Calls {
        static final MethodHandle LOAD_XML = returning(ADDRESS, "mj_loadXML", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle DELETE_MODEL = procedure("mj_deleteModel", ADDRESS);
        static final MethodHandle SAVE_MODEL = procedure("mj_saveModel", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle SIZE_MODEL = returning(JAVA_LONG, "mj_sizeModel", ADDRESS);
        static final MethodHandle MAKE_DATA = returning(ADDRESS, "mj_makeData", ADDRESS);
        static final MethodHandle DELETE_DATA = procedure("mj_deleteData", ADDRESS);
        static final MethodHandle STEP = procedure("mj_step", ADDRESS, ADDRESS);
        static final MethodHandle STEP1 = procedure("mj_step1", ADDRESS, ADDRESS);
        static final MethodHandle STEP2 = procedure("mj_step2", ADDRESS, ADDRESS);
        static final MethodHandle FORWARD = procedure("mj_forward", ADDRESS, ADDRESS);
        static final MethodHandle SET_CONST = procedure("mj_setConst", ADDRESS, ADDRESS);
        static final MethodHandle RESET = procedure("mj_resetData", ADDRESS, ADDRESS);
        static final MethodHandle RESET_KEY = procedure("mj_resetDataKeyframe", ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle COPY_DATA = returning(ADDRESS, "mj_copyData", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle NAME_TO_ID = returning(JAVA_INT, "mj_name2id", ADDRESS, JAVA_INT, ADDRESS);
        static final MethodHandle ID_TO_NAME = returning(ADDRESS, "mj_id2name", ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle DEFAULT_VFS = procedure("mj_defaultVFS", ADDRESS);
        static final MethodHandle DELETE_VFS = procedure("mj_deleteVFS", ADDRESS);
        static final MethodHandle JAC_SITE =
                procedure("mj_jacSite", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle JAC_BODY =
                procedure("mj_jacBody", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle CONTACT_FORCE = procedure("mj_contactForce", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        static final MethodHandle FULL_M = procedure("mj_fullM", ADDRESS, ADDRESS, ADDRESS);

        private Calls() {}
    }

    /** What is not of MuJoCo. */
    private static final class SystemCalls {
        static final MethodHandle ALIGNED = handle(
                LINKER.defaultLookup(), Layouts.isWindows() ? "_aligned_malloc" : "aligned_alloc",
                ADDRESS, JAVA_LONG, JAVA_LONG);

        private SystemCalls() {}
    }

    /** What only old versions have. */
    private static final class OldCalls {
        static final MethodHandle MAKE_EMPTY_FILE_VFS =
                returning(JAVA_INT, "mj_makeEmptyFileVFS", ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle FIND_FILE_VFS = returning(JAVA_INT, "mj_findFileVFS", ADDRESS, ADDRESS);

        private OldCalls() {}
    }

    /** What only new versions have. */
    private static final class NewCalls {
        static final MethodHandle ADD_BUFFER_VFS =
                returning(JAVA_INT, "mj_addBufferVFS", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle STATE_SIZE = returning(JAVA_INT, "mj_stateSize", ADDRESS, JAVA_INT);
        static final MethodHandle GET_STATE = procedure("mj_getState", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle SET_STATE = procedure("mj_setState", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

        private NewCalls() {}
    }

    private static MethodHandle returning(MemoryLayout result, String name, MemoryLayout... arguments) {
        return handle(chosen().symbols(), name, result, arguments);
    }

    private static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(chosen().symbols().findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    /** The library that is in use. */
    static LibraryFile chosen() {
        return Objects.requireNonNull(library, "call Mujoco.load() first");
    }
}
