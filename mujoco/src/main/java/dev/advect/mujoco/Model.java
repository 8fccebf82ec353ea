package dev.advect.mujoco;

import dev.advect.mujoco.layout.ModelSize;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * A compiled model, made from MJCF or URDF. {@link #newData} creates simulations of it.
 *
 * <p>Arrays are row-major, [n, columns]. Units are those of the MJCF: usually SI, with angles in radians after
 * compilation. Values of a model may be changed between steps, for example for domain randomisation. All simulations of
 * the model see the change, and threads are not synchronised. Physically absurd values make the simulation diverge.
 *
 * <p>A mistake in a model throws a {@link MujocoException} with MuJoCo's message and line. Too little memory for
 * contacts ({@code nstack}; from MuJoCo 3 on {@code memory}) would show only later, so it is enlarged to the most that
 * the model can need, up to 2 GB. If a model with thousands of pairs of geoms that can touch needs even more, the step
 * that exceeds it throws a {@link MujocoException}.
 *
 * <p>A model may be closed while simulations of it are open: its memory is freed with the last of them. A model that is
 * never closed is freed when it is garbage-collected.
 */
public final class Model extends ModelArrays implements AutoCloseable {
    /** The native structure. */
    final ModelMemory memory;
    private final NativeHandle handle;
    private final Cleaner.Cleanable cleanable;
    private final DoubleView gravity;
    private final DoubleView timestep;

    private Model(ModelMemory memory) {
        super(memory);
        this.memory = memory;
        handle = new NativeHandle(memory::release);
        cleanable = handle.attach(this);
        timestep = new DoubleView(this, option("timestep", 1));
        gravity = new DoubleView(this, option("gravity", 3));
    }

    /**
     * Compiles a model from text.
     *
     * @param xml the text of the MJCF or URDF; files that it refers to are read from the working directory
     * @throws MujocoException if MuJoCo rejects the model or cannot be loaded
     */
    public static Model fromXml(String xml) {
        return fromXml(xml, Map.of());
    }

    /**
     * Compiles a model whose files are in memory.
     *
     * @param xml the text of the MJCF or URDF
     * @param assets the contents of included files, meshes, textures and height fields by name; MuJoCo matches the last
     *     part of the name in lower case, and reads from disk what is not among them
     * @throws MujocoException if MuJoCo rejects the model or cannot be loaded
     */
    public static Model fromXml(String xml, Map<String, byte[]> assets) {
        return new Model(new ModelMemory(Compiler.compile(xml, assets)));
    }

    /**
     * Compiles a model from a file; files that it refers to are resolved relative to it.
     *
     * @throws MujocoException if the file does not exist, or if MuJoCo rejects the model or cannot be loaded
     */
    public static Model fromFile(Path file) {
        return new Model(new ModelMemory(Compiler.compile(file)));
    }

    /** Creates a simulation at the default pose and time 0. Nothing is computed until a step or {@link Data#forward}. */
    public Data newData() {
        if (handle.isDone()) {
            throw new IllegalStateException("the model is closed");
        }
        return new Data(this, memory);
    }

    /**
     * Writes the model in its present state, in the binary format (.mjb) that the same version of MuJoCo loads.
     *
     * @throws MujocoException if the file cannot be written; one that was there is unchanged
     */
    public void saveBinary(Path file) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file; // a link stays one
            Path whole = Files.createFile(target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid()
                    + "-" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) + ".tmp"));
            try {
                writeBinary(whole, file);
                try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                    channel.force(true); // or a power failure may leave the new name and no content
                }
                Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new MujocoException("the model cannot be written to " + file + ": " + e, e);
        }
    }

    /** Writes to a file that exists. MuJoCo does not say whether the disk was full, which zeros find out before. */
    private void writeBinary(Path whole, Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long max = Native.sizeModel(memory.segment());
            requireRoom(whole, max);
            Native.saveModel(memory.segment(), arena.allocateFrom(whole.toString()), MemorySegment.NULL, 0);
            long size = Files.size(whole);
            // MuJoCo 2 counts gaps between arrays, which the file does not have
            boolean exact = layout().version().isAtLeast(3, 0);
            if (size == 0 || size > max || (exact && size < max)) {
                throw new MujocoException("the model could not be written to " + file + ", MuJoCo wrote " + size + " bytes");
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private static void requireRoom(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
            for (long left = bytes; left > 0; left -= zeros.position()) {
                channel.write(zeros.clear().limit((int) Math.min(left, zeros.capacity())));
            }
            channel.truncate(0);
        }
    }

    /** The timestep in seconds. */
    public double timestep() {
        return timestep.get(0);
    }

    /** Sets the timestep in seconds for all simulations of this model. */
    public void timestep(double seconds) {
        if (!(seconds > 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException("a timestep is positive and finite, not " + seconds);
        }
        timestep.set(0, seconds);
    }

    /**
     * Turns off the bounding volumes by which MuJoCo 3 searches for contacts between bodies of many geoms: they do not follow when
     * sizes change. Older versions have none.
     */
    public void disableMidphase() {
        if (layout().hasConstant("mjDSBL_MIDPHASE")) {
            memory.segment().set(JAVA_INT, layout().offset("mjModel.opt.disableflags"),
                    intOption("disableflags") | layout().constant("mjDSBL_MIDPHASE"));
        }
    }

    /** The native memory of a field of the options, by its C name. */
    private MemorySegment option(String name, int doubles) {
        return memory.segment().asSlice(layout().offset("mjModel.opt." + name), (long) doubles * Double.BYTES);
    }

    private int intOption(String name) {
        return memory.segment().get(JAVA_INT, layout().offset("mjModel.opt." + name));
    }

    private double doubleOption(String name) {
        return option(name, 1).get(JAVA_DOUBLE, 0);
    }

    /** The physics options other than the timestep and gravity. */
    public Options options() {
        try {
            return new Options(
                    intOption("integrator"),
                    intOption("cone"),
                    intOption("solver"),
                    intOption("iterations"),
                    intOption("disableflags"),
                    intOption("enableflags"),
                    doubleOption("tolerance"),
                    doubleOption("impratio"),
                    doubleOption("density"),
                    doubleOption("viscosity"));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * The id of the named object.
     *
     * @throws MujocoException if there is no object of this name; the message lists the existing names, closest first
     */
    public int id(ObjectType type, String name) {
        try (Arena arena = Arena.ofConfined()) {
            int id = Native.nameToId(memory.segment(), type.code(layout()), arena.allocateFrom(name));
            if (id < 0) {
                throw new MujocoException(Names.missing(type, name, names(type)));
            }
            return id;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The name of an object, or an empty string if it has none. */
    public String name(ObjectType type, int id) {
        int count = count(type);
        if (id < 0 || id >= count) {
            throw new IndexOutOfBoundsException("there are " + count + " objects of type " + type + ", no id " + id);
        }
        try {
            MemorySegment name = Native.idToName(memory.segment(), type.code(layout()), id);
            // names are zero-terminated strings in the model's name buffer
            return name.address() == 0 ? "" : name.reinterpret(size(ModelSize.NNAMES)).getString(0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int count(ObjectType type) {
        return size(type.count(layout()));
    }

    /** The names of all objects of a type, indexed by id; unnamed objects have an empty string. */
    public List<String> names(ObjectType type) {
        List<String> names = new ArrayList<>();
        for (int id = 0; id < count(type); id++) {
            names.add(name(type, id));
        }
        return List.copyOf(names);
    }

    /** Frees the model now, or with the last of its simulations. Closing twice has no effect. */
    @Override
    public void close() {
        try {
            handle.run();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("the model is in use by another thread and cannot be closed now", e);
        }
        cleanable.clean();
    }

    /** The gravity vector, m/s^2, [3]. */
    public DoubleView gravity() {
        return gravity;
    }
}
