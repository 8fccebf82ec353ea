package dev.advect.mujoco;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * A compiled model. It is made from MJCF or URDF; {@link #newData} then starts simulations of it.
 *
 * <p>Arrays are row after row, [n, columns]; units are those of the MJCF (SI as a rule, angles in radians once
 * compiled). Numbers of a model may be changed between steps, as for domain randomisation, by every thread at its own
 * risk: all data of the model see the change. Physically absurd numbers make the simulation diverge.
 *
 * <p>A mistake in a model is a {@link MujocoException} with MuJoCo's message and line. One mistake would show only
 * later, too little memory ({@code nstack}, from MuJoCo 3 on {@code memory}) for the contacts to come: it is enlarged to
 * what the model can need at most, up to 2 GB. Where a model with thousands of pairs that can touch might need even
 * more, a step for which it does not suffice is a {@link MujocoException}.
 *
 * <p>Closing a model with open data is allowed: its memory is freed with the last of them. A model that is never closed
 * is freed when it is collected.
 */
public final class Model extends ModelArrays implements AutoCloseable {
    /** The C structure. */
    final ModelMemory memory;
    private final Lease lease;
    private final Cleaner.Cleanable cleanable;
    private final DoubleView gravity;
    private final DoubleView timestep;

    private Model(ModelMemory memory) {
        super(memory);
        this.memory = memory;
        lease = new Lease(memory::release);
        cleanable = lease.attach(this);
        timestep = new DoubleView(this, option("timestep", 1));
        gravity = new DoubleView(this, option("gravity", 3));
    }

    /**
     * Compiles a model.
     *
     * @param xml the text of the MJCF or URDF; files it refers to are looked for in the working directory
     * @throws MujocoException if MuJoCo refuses it, or cannot be loaded
     */
    public static Model fromXml(String xml) {
        return fromXml(xml, Map.of());
    }

    /**
     * Compiles a model whose files are in memory.
     *
     * @param xml the text of the MJCF or URDF
     * @param assets content of the included files, meshes, textures and height fields by name; MuJoCo finds them by the
     *     last part of the name, in lower case, and looks on the disk for what is not among them
     * @throws MujocoException if MuJoCo refuses it, or cannot be loaded
     */
    public static Model fromXml(String xml, Map<String, byte[]> assets) {
        return new Model(new ModelMemory(Compiler.compile(xml, assets)));
    }

    /**
     * Compiles a model from a file; files it refers to are looked for relative to it.
     *
     * @throws MujocoException if there is no such file, MuJoCo refuses it, or cannot be loaded
     */
    public static Model fromFile(Path file) {
        return new Model(new ModelMemory(Compiler.compile(file)));
    }

    /** Starts a simulation at the default pose, time 0. Nothing is computed until a step or {@link Data#forward}. */
    public Data newData() {
        if (lease.isDone()) {
            throw new IllegalStateException("the model is closed");
        }
        return new Data(this, memory);
    }

    /**
     * Writes the model as it is now, in the binary form (.mjb) that MuJoCo of the same version loads.
     *
     * @throws MujocoException if the file cannot be written
     */
    public void saveBinary(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            Files.write(file, new byte[0]); // says what is wrong with the path, which MuJoCo does not
            Native.saveModel(memory.segment(), arena.allocateFrom(file.toString()), MemorySegment.NULL, 0);
            if (Files.size(file) == 0) {
                throw new MujocoException("the model could not be written to " + file + ", is there room?");
            }
        } catch (IOException e) {
            throw new MujocoException("the model cannot be written to " + file + ": " + e, e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Seconds that one step simulates. */
    public double timestep() {
        return timestep.get(0);
    }

    /** Changes the seconds that one step simulates, for all data of this model. */
    public void timestep(double seconds) {
        if (!(seconds > 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException("a timestep is positive and finite, not " + seconds);
        }
        timestep.set(0, seconds);
    }

    /** A number of the options by its name in C. */
    private MemorySegment option(String name, int doubles) {
        return memory.segment().asSlice(layout().offset("mjModel.opt." + name), (long) doubles * Double.BYTES);
    }

    private int intOption(String name) {
        return memory.segment().get(JAVA_INT, layout().offset("mjModel.opt." + name));
    }

    private double doubleOption(String name) {
        return option(name, 1).get(JAVA_DOUBLE, 0);
    }

    /** The physics options besides the timestep and gravity. */
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
     * The id of the object of this name.
     *
     * @throws MujocoException if there is none; it names those that there are, the nearest first
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

    /** The name of an object, empty if it has none. */
    public String name(ObjectType type, int id) {
        int count = count(type);
        if (id < 0 || id >= count) {
            throw new IndexOutOfBoundsException("there are " + count + " objects of type " + type + ", no id " + id);
        }
        try {
            MemorySegment name = Native.idToName(memory.segment(), type.code(layout()), id);
            // the name lies among the names of the model and ends with a zero
            return name.address() == 0 ? "" : name.reinterpret(size(ModelSize.NNAMES)).getString(0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int count(ObjectType type) {
        return size(type.count(layout()));
    }

    /** The names of all objects of a type, by id; empty for those that have none. */
    public List<String> names(ObjectType type) {
        List<String> names = new ArrayList<>();
        for (int id = 0; id < count(type); id++) {
            names.add(name(type, id));
        }
        return List.copyOf(names);
    }

    /** Frees the model, now or with the last of its data. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            lease.run();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("the model is in use by another thread and cannot be closed now", e);
        }
        cleanable.clean();
    }

    /** Gravity, m/s^2, [3]. */
    public DoubleView gravity() {
        return gravity;
    }
}
