package dev.advect.mujoco;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.Objects;

/**
 * One simulation of a {@link Model}: its state, its inputs, and what MuJoCo computed from them.
 *
 * <p>Arrays are views, row after row, [n, columns], made once. A data is for one thread at a time; a second one that
 * steps it meanwhile gets an {@link IllegalStateException}, as does whoever uses it after {@link #close}. What is
 * derived from the state (positions of bodies, sensors and so on) is that of the beginning of the last step: call
 * {@link #forward} for that of its end.
 *
 * <p>A simulation of so many things that contacts are thinkable for which its memory does not suffice ({@link Model} sets
 * up to 2 GB aside) is stepped on a thread of its own; if it runs out, the step is a {@link MujocoException} and the data
 * cannot be used any more.
 *
 * <p>A state that diverged (NaN, infinite or huge) does not throw: MuJoCo resets it and counts, see {@link #diverged}.
 * A data that is never closed is freed when it is collected.
 */
public final class Data extends DataArrays implements AutoCloseable {
    private static final VarHandle BUSY = busy();
    private static final int FREE = 0;
    private static final int USED = 1;
    private static final int CLOSED = 2;

    private final Model model;
    private final DataMemory memory;
    private final MemorySegment segment;
    /** The structures as bare addresses, for calls: see the constructor. */
    private final MemorySegment modelPointer;
    private final MemorySegment pointer;
    private final DoubleView time;
    private final IntView ncon;
    private final WarningCounts warnings;
    private final Contacts contacts;
    private final Lease lease;
    private final Cleaner.Cleanable cleanable;
    private final DoubleView energy;
    private final State state;
    private @Nullable Jacobians jacobians;
    private long steps;
    private final NamedViews named;
    private final @Nullable CallThread thread;

    /** Whether a thread is inside MuJoCo with this data. Only used through {@link #BUSY}. */
    @SuppressWarnings("UnusedVariable")
    private volatile int busy;

    Data(Model model, ModelMemory memory) {
        this(model, memory, new DataMemory(memory));
    }

    private Data(Model model, ModelMemory modelMemory, DataMemory memory) {
        super(memory);
        this.model = model;
        this.memory = memory;
        segment = memory.segment();
        // A call with a segment of a shared arena counts up and down in that arena, and the model's is shared by all threads
        // that simulate it. It need not: between enter and leave this data is not freed, and it keeps its model.
        modelPointer = MemorySegment.ofAddress(modelMemory.segment().address());
        pointer = MemorySegment.ofAddress(segment.address());
        thread = memory.thread();
        lease = new Lease(memory::free);
        cleanable = lease.attach(this);
        Layout layout = model.layout();
        energy = new DoubleView(this, segment.asSlice(layout.offset("mjData.energy"), 2 * Double.BYTES));
        time = new DoubleView(this, segment.asSlice(layout.offset("mjData.time"), Double.BYTES));
        ncon = new IntView(this, segment.asSlice(layout.offset("mjData.ncon"), Integer.BYTES), false);
        contacts = new Contacts(this, memory);
        warnings = new WarningCounts(this, layout, segment);
        state = State.of(this, memory);
        named = new NamedViews(this);
    }

    /** The model of this simulation. */
    public Model model() {
        return model;
    }

    /** Advances by one timestep. */
    public void step() {
        step(1);
    }

    /**
     * Advances by {@code n} timesteps.
     *
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public void step(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("cannot step " + n + " times");
        }
        if (thread != null && thread.isElsewhere()) {
            thread.run(() -> step(n));
            return;
        }
        enter();
        try {
            for (int i = 0; i < n; i++) {
                Native.step(modelPointer, pointer);
            }
            steps += n;
        } finally {
            leave();
        }
    }

    /** The first half of a step: all that does not depend on controls. For controls that depend on it. */
    public void step1() {
        if (thread != null && thread.isElsewhere()) {
            thread.run(this::step1);
            return;
        }
        enter();
        try {
            Native.step1(modelPointer, pointer);
        } finally {
            leave();
        }
    }

    /** The second half of a step, after {@link #step1} and the controls. */
    public void step2() {
        if (thread != null && thread.isElsewhere()) {
            thread.run(this::step2);
            return;
        }
        enter();
        try {
            Native.step2(modelPointer, pointer);
            steps++;
        } finally {
            leave();
        }
    }

    /**
     * Computes all that is derived from the state, as positions of bodies and sensors, without advancing. It also
     * renews the warm start of the solver, which is part of the state: see {@link #restoreState}.
     */
    public void forward() {
        if (thread != null && thread.isElsewhere()) {
            thread.run(this::forward);
            return;
        }
        enter();
        try {
            Native.forward(modelPointer, pointer);
        } finally {
            leave();
        }
    }

    /** Back to the default pose at time 0, with zero velocities, controls, forces and counts of warnings. */
    public void reset() {
        enter();
        try {
            Native.reset(modelPointer, pointer);
        } finally {
            leave();
        }
    }

    /**
     * Back to the keyframe of this name: its time, positions, velocities, activations, controls and mocap poses.
     *
     * @throws MujocoException if the model has none of this name; it names those that there are, the nearest first
     */
    public void reset(String keyframe) {
        resetToKey(named.keys.get(keyframe));
    }

    /** Back to a keyframe of the model by its index, else as {@link #reset(String)}. */
    public void resetToKey(int key) {
        Objects.checkIndex(key, model.nkey());
        enter();
        try {
            Native.resetToKey(modelPointer, pointer, key);
        } finally {
            leave();
        }
    }

    /**
     * Becomes equal to another data, derived numbers included.
     *
     * @throws IllegalArgumentException if it is of another model
     */
    public void copyFrom(Data other) {
        if (other.model != model) {
            throw new IllegalArgumentException("the data to copy from belongs to another model");
        }
        if (other == this) {
            return;
        }
        enter();
        try {
            other.enter();
            try {
                Native.copyData(pointer, modelPointer, other.pointer);
            } finally {
                other.leave();
            }
        } finally {
            leave();
        }
    }

    /** Number of doubles in a saved state. */
    public int stateSize() {
        return state.size();
    }

    /**
     * Saves all that the next step depends on: time, qpos, qvel, act, qacc_warmstart, ctrl, qfrc_applied, xfrc_applied,
     * mocap positions and orientations, userdata; from MuJoCo 3 on also which equality constraints are active, and the
     * state of delays and plugins.
     *
     * @param out [stateSize]
     */
    public void saveState(double[] out) {
        enter();
        try {
            state.save(out);
        } finally {
            leave();
        }
    }

    /**
     * Restores a saved state: the steps that follow are the same bit for bit. Counts of warnings begin anew. Derived
     * numbers stay what they were; who needs them before the next step calls {@link #forward}, and then this once
     * more, since that changes the warm start.
     *
     * @param in [stateSize], saved from a data of the same model
     * @throws IllegalArgumentException if it is of another size, model or version of MuJoCo
     */
    public void restoreState(double[] in) {
        enter();
        try {
            state.restore(in);
            warnings.clear();
        } finally {
            leave();
        }
    }

    /** Timesteps that were advanced by since this data was made, over all resets. */
    public long steps() {
        return steps;
    }

    /** Seconds simulated since the reset. */
    public double time() {
        return time.get(0);
    }

    /** Sets the simulated seconds. */
    public void time(double seconds) {
        time.set(0, seconds);
    }

    /** How often MuJoCo has warned since the last reset, the ones it makes by itself when a state diverges included. */
    public int warningCount(Warning warning) {
        return warnings.get(warning);
    }

    /**
     * Whether position, velocity or acceleration were NaN, infinite or huge since the last {@link #reset}. MuJoCo has
     * then already put the simulation back to the default pose: what follows has nothing to do with what was before.
     */
    public boolean diverged() {
        return warnings.diverged();
    }

    /** Number of contacts found by the last step or {@link #forward}. */
    public int ncon() {
        return ncon.get(0);
    }

    /** The first geom of a contact, from 0 to ncon - 1. */
    public int contactGeom1(int contact) {
        return contacts.geom1(Objects.checkIndex(contact, ncon()));
    }

    /** The second geom of a contact, from 0 to ncon - 1. */
    public int contactGeom2(int contact) {
        return contacts.geom2(Objects.checkIndex(contact, ncon()));
    }

    /** The distance between the geoms of a contact, m, negative when they penetrate. */
    public double contactDistance(int contact) {
        return contacts.distance(Objects.checkIndex(contact, ncon()));
    }

    /**
     * Jacobian of a site, which {@code qvel} multiplied with gives its velocity. As of the last step or forward.
     *
     * @param site its id
     * @param position of its linear velocity, [3, nv]
     * @param rotation of its angular velocity, [3, nv]
     */
    public void siteJacobian(int site, double[] position, double[] rotation) {
        Objects.checkIndex(site, model.nsite());
        if (thread != null && thread.isElsewhere()) {
            thread.run(() -> siteJacobian(site, position, rotation));
            return;
        }
        enter();
        try {
            jacobians().site(site, position, rotation);
        } finally {
            leave();
        }
    }

    /** Jacobian of the frame of a body, as {@link #siteJacobian}. */
    public void bodyJacobian(int body, double[] position, double[] rotation) {
        Objects.checkIndex(body, model.nbody());
        if (thread != null && thread.isElsewhere()) {
            thread.run(() -> bodyJacobian(body, position, rotation));
            return;
        }
        enter();
        try {
            jacobians().body(body, position, rotation);
        } finally {
            leave();
        }
    }

    /** The mass matrix, as of the last step or forward, into {@code out}, [nv, nv]. */
    public void massMatrix(double[] out) {
        if (thread != null && thread.isElsewhere()) {
            thread.run(() -> massMatrix(out));
            return;
        }
        enter();
        try {
            jacobians().massMatrix(out);
        } finally {
            leave();
        }
    }

    private Jacobians jacobians() {
        Jacobians made = jacobians;
        if (made == null) {
            made = new Jacobians(model.nv(), modelPointer, memory);
            jacobians = made;
        }
        return made;
    }

    /**
     * The body of this name: its pose, velocity and the force on it. This and the other views by name are made at the
     * first call for a name and are the same objects from then on; they stay valid until the data is closed.
     *
     * @throws MujocoException if the model has none of this name; it names those that there are, the nearest first
     */
    public BodyView body(String name) {
        return named.bodies.get(name);
    }

    /** The joint of this name: its part of {@code qpos}, {@code qvel} and so on; as {@link #body}. */
    public JointView joint(String name) {
        return named.joints.get(name);
    }

    /** The geom of this name: its pose; as {@link #body}. */
    public GeomView geom(String name) {
        return named.geoms.get(name);
    }

    /** The site of this name: its pose; as {@link #body}. */
    public SiteView site(String name) {
        return named.sites.get(name);
    }

    /** The actuator of this name: its control, force, length and velocity; as {@link #body}. */
    public ActuatorView actuator(String name) {
        return named.actuators.get(name);
    }

    /** The tendon of this name: its length and velocity; as {@link #body}. */
    public TendonView tendon(String name) {
        return named.tendons.get(name);
    }

    /** The mocap body of this name: the pose that the caller gives it; as {@link #body}. */
    public MocapView mocap(String name) {
        return named.mocaps.get(name);
    }

    /** The reading of the sensor of this name, a part of {@link #sensordata}, in the sensor's units; as {@link #body}. */
    public DoubleView sensor(String name) {
        return named.sensors.get(name);
    }

    /** Potential and kinetic energy, J, [2]; only computed if the model enables it. */
    public DoubleView energy() {
        return energy;
    }

    /**
     * Frees the simulation. Closing twice does nothing.
     *
     * @throws IllegalStateException if another thread is inside a step with it; nothing has then changed
     */
    @Override
    public void close() {
        if (lease.isDone() || (thread != null && thread.failure() != null)) {
            return; // a thread that never goes on is inside of what would be freed
        }
        enter();
        try {
            lease.run();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("another thread is using the model of this data, close it later", e);
        } finally {
            BUSY.setRelease(this, lease.isDone() ? CLOSED : FREE);
        }
        cleanable.clean();
    }

    /** MuJoCo's stack in a data would be overwritten by a second thread, which is fatal: it is kept out. */
    private void enter() {
        if (!BUSY.compareAndSet(this, FREE, USED)) {
            if (thread != null) {
                thread.refuseIfFailed();
            }
            throw new IllegalStateException(lease.isDone()
                    ? "the data is closed"
                    : "another thread is using this data; give each thread its own");
        }
    }

    private void leave() {
        BUSY.setRelease(this, FREE);
    }

    private static VarHandle busy() {
        try {
            return MethodHandles.lookup().findVarHandle(Data.class, "busy", int.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
