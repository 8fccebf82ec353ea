package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Objects;

/**
 * One simulation of a {@link Model}: its state, its inputs, and the quantities that MuJoCo computes from them.
 *
 * <p>Arrays are row-major views of shape [n, columns], created once. Only one thread at a time may use a {@code Data}.
 * If a second thread steps it meanwhile, or if it is used after {@link #close}, the call throws an {@link
 * IllegalStateException}. Quantities derived from the state (body positions, sensor readings and so on) belong to the
 * beginning of the last step; call {@link #forward} to compute those of its end.
 *
 * <p>If a model has so many possible contacts that its memory might not suffice ({@link Model} reserves up to 2 GB),
 * its simulations are stepped on a thread of their own. If the memory runs out, the step throws a {@link
 * MujocoException} and the {@code Data} cannot be used any more.
 *
 * <p>A state that diverged (NaN, infinite or huge) does not throw: MuJoCo resets it and counts a warning, see {@link
 * #diverged}. A {@code Data} that is never closed is freed when it is garbage-collected.
 */
public final class Data extends DataArrays implements AutoCloseable {
    private static final VarHandle BUSY = busy();
    private static final int FREE = 0;
    private static final int USED = 1;
    private static final int CLOSED = 2;

    private final Model model;
    private final DataMemory memory;
    private final MemorySegment segment;
    /** The native structures as plain addresses for calls; the constructor explains why. */
    private final MemorySegment modelPointer;
    private final MemorySegment pointer;
    private final DoubleView time;
    private final IntView ncon;
    private final WarningCounts warnings;
    private final Contacts contacts;
    private final NativeHandle handle;
    private final Cleaner.Cleanable cleanable;
    private final DoubleView energy;
    private final State state;
    private @Nullable Jacobians jacobians;
    private long steps;
    private final NamedViews named;
    private final @Nullable CallThread thread;

    /** Whether a thread is inside MuJoCo with this data; accessed only through {@link #BUSY}. */
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
        // A call with a segment of a shared arena updates a counter of that arena, and all threads that simulate the model
        // share its arena. Plain addresses avoid this contention and are safe: between enter and leave, this data is not
        // freed, and it keeps its model open.
        modelPointer = MemorySegment.ofAddress(modelMemory.segment().address());
        pointer = MemorySegment.ofAddress(segment.address());
        thread = memory.thread();
        handle = new NativeHandle(memory::free);
        cleanable = handle.attach(this);
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

    /** Advances the simulation by one timestep. */
    public void step() {
        step(1);
    }

    /**
     * Advances the simulation by {@code n} timesteps.
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

    /**
     * Runs the first half of a step, which does not depend on the controls. It allows controls to be computed from its
     * results.
     */
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

    /** Runs the second half of a step, after {@link #step1} and after the controls are set. */
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
     * Computes everything derived from the state, such as body positions and sensor readings, without advancing time.
     * It also updates the solver's warm start, which is part of the state: see {@link #restoreState}.
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

    /**
     * Recomputes what MuJoCo works out of a model when it compiles it ({@code mj_setConst}), after masses or inertias in it were
     * changed: inverse weights, the mass matrix of bodies that it treats as simple, the model's statistics. No other data of the
     * model may be in use. The state is kept, warning counts restart at zero, and derived quantities are those of the reference pose
     * until they are computed anew.
     */
    public void setConst() {
        double[] kept = new double[stateSize()];
        enter();
        try {
            state.save(kept);
            Native.setConst(modelPointer, pointer);
            state.restore(kept);
            warnings.clear();
        } finally {
            leave();
        }
    }

    /** Resets to the default pose at time 0, with zero velocities, controls, forces and warning counts. */
    public void reset() {
        enter();
        try {
            Native.reset(modelPointer, pointer);
        } finally {
            leave();
        }
    }

    /**
     * Resets to the named keyframe: its time, positions, velocities, activations, controls and mocap poses.
     *
     * @throws MujocoException if the model has no keyframe of this name; the message lists the existing names, closest
     *     first
     */
    public void reset(String keyframe) {
        resetToKey(named.keys.get(keyframe));
    }

    /**
     * Resets to the keyframe with the given index, as {@link #reset(String)} does by name.
     *
     * @throws IndexOutOfBoundsException if the model has no such keyframe
     */
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
     * Copies the complete contents of another {@code Data}, including derived quantities.
     *
     * @throws IllegalArgumentException if it belongs to another model
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
     * Whether a state can be saved: not if the model enables sleep or IPC, since MuJoCo leaves out of its states which bodies
     * sleep, and the contacts of flexes that are carried from step to step.
     */
    public boolean canSaveState() {
        return state.gaps().isEmpty();
    }

    /**
     * Saves everything that the next step depends on: time, qpos, qvel, act, qacc_warmstart, ctrl, qfrc_applied,
     * xfrc_applied, mocap positions and orientations, and userdata; from MuJoCo 3 on also which equality constraints
     * are active, and the state of delays and plugins.
     *
     * @param out the array to fill, [stateSize]
     * @throws IllegalArgumentException if the array has another size
     * @throws MujocoException if a state of this model would not be complete, see {@link #canSaveState}
     */
    public void saveState(double[] out) {
        enter();
        try {
            List<String> gaps = state.gaps();
            if (!gaps.isEmpty()) {
                throw new MujocoException("the state of this model cannot be saved: MuJoCo leaves out of it what the flag "
                        + String.join(" and ", gaps) + " adds");
            }
            state.save(out);
        } finally {
            leave();
        }
    }

    /**
     * Restores a saved state, so that the following steps are bit-identical. Warning counts restart at zero. Derived
     * quantities are not updated; to obtain them before the next step, call {@link #forward} and then this method
     * again, because {@code forward} changes the warm start.
     *
     * @param in a state saved from a {@code Data} of the same model, [stateSize]
     * @throws IllegalArgumentException if the state has another size or comes from another model or MuJoCo version
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

    /** The number of timesteps simulated since this {@code Data} was created, across all resets. */
    public long steps() {
        return steps;
    }

    /** The simulation time in seconds since the last reset. */
    public double time() {
        return time.get(0);
    }

    /** Sets the simulation time in seconds. */
    public void time(double seconds) {
        time.set(0, seconds);
    }

    /**
     * The number of times MuJoCo raised the warning since the last reset; its automatic reset after divergence counts
     * as one.
     */
    public int warningCount(Warning warning) {
        return warnings.get(warning);
    }

    /**
     * Whether a position, velocity or acceleration has been NaN, infinite or huge since the last {@link #reset}. MuJoCo
     * has then already reset the simulation to the default pose, so later states do not continue the earlier
     * trajectory.
     */
    public boolean diverged() {
        return warnings.diverged();
    }

    /** The number of contacts found by the last step or {@link #forward}. */
    public int ncon() {
        return ncon.get(0);
    }

    /** The id of the first geom of a contact, whose index is from 0 to ncon - 1. */
    public int contactGeom1(int contact) {
        return contacts.geom1(Objects.checkIndex(contact, ncon()));
    }

    /** The id of the second geom of a contact, whose index is from 0 to ncon - 1. */
    public int contactGeom2(int contact) {
        return contacts.geom2(Objects.checkIndex(contact, ncon()));
    }

    /** The distance between the geoms of a contact in metres, negative if they penetrate. */
    public double contactDistance(int contact) {
        return contacts.distance(Objects.checkIndex(contact, ncon()));
    }

    /**
     * Reads where a contact is.
     *
     * @param position filled with its position in the world's frame, in metres, [3]
     * @throws IndexOutOfBoundsException if there is no such contact
     * @throws IllegalArgumentException if the array has another size
     */
    public void contactPosition(int contact, double[] position) {
        contacts.position(Objects.checkIndex(contact, ncon()), position);
    }

    /**
     * Computes the force of a contact, as of the last step or forward.
     *
     * @param force filled with the force on the second geom in the world's frame, in newtons, [3]
     * @throws IndexOutOfBoundsException if there is no such contact
     * @throws IllegalArgumentException if the array has another size
     */
    public void contactForce(int contact, double[] force) {
        Objects.checkIndex(contact, ncon());
        if (thread != null && thread.isElsewhere()) {
            thread.run(() -> contactForce(contact, force));
            return;
        }
        enter();
        try {
            contacts.force(contact, force);
        } finally {
            leave();
        }
    }

    /**
     * Computes the Jacobian of a site as of the last step or forward; multiplied by {@code qvel} it gives the site's
     * velocity.
     *
     * @param site the id of the site
     * @param position filled with the Jacobian of the linear velocity, [3, nv]
     * @param rotation filled with the Jacobian of the angular velocity, [3, nv]
     * @throws IllegalArgumentException if an array has another size
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

    /** Computes the Jacobian of a body's frame in the same form as {@link #siteJacobian}. */
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

    /** Copies the mass matrix as of the last step or forward into {@code out}, [nv, nv]. */
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
     * The view of the named body: its pose, its velocity and the force on it. The first call for a name creates the
     * view; later calls return the same object. This holds for all views by name; they stay valid until the {@code
     * Data} is closed.
     *
     * @throws MujocoException if the model has no body of this name; the message lists the existing names, closest
     *     first
     */
    public BodyView body(String name) {
        return named.bodies.get(name);
    }

    /** The view of the named joint: its part of {@code qpos}, {@code qvel} and so on. See {@link #body} for errors. */
    public JointView joint(String name) {
        return named.joints.get(name);
    }

    /** The view of the named geom: its pose. See {@link #body} for errors. */
    public GeomView geom(String name) {
        return named.geoms.get(name);
    }

    /** The view of the named site: its pose. See {@link #body} for errors. */
    public SiteView site(String name) {
        return named.sites.get(name);
    }

    /** The view of the named actuator: its control, force, length and velocity. See {@link #body} for errors. */
    public ActuatorView actuator(String name) {
        return named.actuators.get(name);
    }

    /** The view of the named tendon: its length and velocity. See {@link #body} for errors. */
    public TendonView tendon(String name) {
        return named.tendons.get(name);
    }

    /** The view of the named mocap body: the pose that the caller sets. See {@link #body} for errors. */
    public MocapView mocap(String name) {
        return named.mocaps.get(name);
    }

    /**
     * The reading of the named sensor in the sensor's units, a slice of {@link #sensordata}. See {@link #body} for
     * errors.
     */
    public DoubleView sensor(String name) {
        return named.sensors.get(name);
    }

    /** Potential and kinetic energy in joules, [2]; computed only if the model enables it. */
    public DoubleView energy() {
        return energy;
    }

    /**
     * Frees the simulation. Closing twice has no effect.
     *
     * @throws IllegalStateException if another thread is inside a step with it; the simulation then stays open
     */
    @Override
    public void close() {
        if (handle.isDone() || (thread != null && thread.failure() != null)) {
            return; // a thread that never resumes still uses the memory
        }
        if (!memory.isFreed()) { // otherwise only its share of the model is left
            enter();
        }
        try {
            handle.run();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("another thread is using the model of this data, close it later", e);
        } finally {
            BUSY.setRelease(this, memory.isFreed() ? CLOSED : FREE);
        }
        cleanable.clean();
    }

    /** Keeps out a second thread, which would fatally overwrite MuJoCo's stack in this data. */
    private void enter() {
        if (!BUSY.compareAndSet(this, FREE, USED)) {
            if (thread != null) {
                thread.refuseIfFailed();
            }
            throw new IllegalStateException(memory.isFreed()
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
