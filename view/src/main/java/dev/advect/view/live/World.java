package dev.advect.view.live;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.SimulatedEnv;
import dev.advect.io.Closer;
import dev.advect.view.play.WatchedPolicy;
import dev.advect.view.record.Drag;
import dev.advect.view.record.Keymap;
import dev.advect.view.record.Tape;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An environment that is simulated at its own pace while someone watches, on a thread of its own.
 *
 * <p>Orders come in through a queue, frames go out to {@link Watcher}s that may not block: nobody who watches can slow the
 * simulation. Everything except {@link #description}, {@link #order}, {@link #join}, {@link #leave}, {@link #hasFailed} and
 * {@link #close} happens on the simulation's thread.
 */
public final class World implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(World.class);
    private static final double FRAME_SECONDS = 1.0 / 60;
    /** The pace of an environment whose steps have no duration of their own. */
    private static final double TOY_SECONDS = 0.25;
    /** The time for which the end of an episode stays visible. */
    private static final double END_SECONDS = 0.8;
    private static final double POLL_SECONDS = 2;

    private final Orders orders = new Orders();
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final String title;
    private final EnvSpec spec;
    private final Episode episode;
    private final Stage stage;
    private final Settings settings = new Settings();
    private final Cockpit cockpit;
    private final Ghosts ghosts;
    /** Whether other episodes can go on from the present state with the same pilot. */
    private final boolean canGhost;
    private final FlowView flow = new FlowView();
    private final Pace pace = new Pace();
    private final Thread thread;
    private final @Nullable Tape tape;
    private final @Nullable HandDrag drag;
    private @Nullable Grab grab;
    private double clock;
    private int episodes;
    private double restingUntil;
    private double nextFrame;
    private double polled;
    /** Whether everything must be shown at once, the controls included. */
    private boolean changed = true;
    /** Whether a new state waits for its frame. */
    private boolean dirty;
    private volatile boolean closed;
    /** The message that the simulation failed; null unless it has. */
    private volatile @Nullable String failure;

    private World(String title, EnvFactory factory, Episode episode, Stage stage, Cockpit cockpit, @Nullable Tape tape) {
        this.title = title;
        this.episode = episode;
        this.stage = stage;
        this.cockpit = cockpit;
        this.tape = tape;
        settings.paused = tape != null;
        spec = episode.spec();
        ghosts = new Ghosts(factory);
        canGhost = episode.canBeCopied() && cockpit.pilot().actsAnywhere();
        drag = tape == null ? null : dragOf(tape.keymap(), episode.env());
        settings.stochastic = cockpit.pilot().stochasticByDefault();
        cockpit.pilot().begin();
        thread = Thread.ofPlatform().daemon().name("live " + title).unstarted(this::run);
    }

    private static @Nullable HandDrag dragOf(Keymap keymap, Env env) {
        Drag drag = keymap.drag();
        if (drag == null) {
            return null;
        }
        if (env instanceof SimulatedEnv simulated) {
            return new HandDrag(simulated.data(), drag);
        }
        throw new InvalidValueException("drag is for environments on MuJoCo, not for " + env.spec().name());
    }

    /**
     * Checks that the mouse can lead what a mapping says.
     *
     * @throws InvalidValueException if the environment lacks it
     */
    public static void requireDrag(Keymap keymap, EnvFactory factory) {
        try (Env env = factory.create()) {
            dragOf(keymap, env);
        }
    }

    /**
     * Opens a world, which stands still until someone watches.
     *
     * @param title what is watched, such as a run's name
     * @param sources what acts in an environment
     * @param stages makes the stage of an environment
     * @throws IOException if the policy cannot be read, with a one-line message
     */
    public static World open(String title, EnvFactory factory, Function<Env, PolicySource> sources, Function<Env, Stage> stages)
            throws IOException {
        return open(title, factory, sources, stages, null);
    }

    /**
     * Opens a world in which someone acts by hand and whose episodes are recorded.
     *
     * @param tape records the episodes
     */
    public static World record(EnvFactory factory, Function<Env, Stage> stages, Tape tape) throws IOException {
        EnvSpec spec;
        try (Env env = factory.create()) {
            spec = env.spec();
        }
        return open(spec.name(), factory, _ -> new HandActions(spec.actionSize()), stages, tape);
    }

    private static World open(String title, EnvFactory factory, Function<Env, PolicySource> sources,
            Function<Env, Stage> stages, @Nullable Tape tape) throws IOException {
        Closer opened = new Closer();
        try {
            Env env = opened.add(factory.create());
            Cockpit cockpit = opened.add(new Cockpit(sources.apply(env)));
            World world = new World(title, factory, new Episode(env, 0), stages.apply(env), cockpit, tape);
            world.thread.start();
            return world;
        } catch (IOException | RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** What does not change, for the page. */
    public Map<String, Object> description() {
        return Description.of(title, spec, stage, canGhost, tape == null ? null : tape.keymap());
    }

    /** Adds a watcher, who receives the status and a frame at once, or learns that the simulation failed. */
    public void join(Watcher watcher) {
        watchers.add(watcher);
        order(world -> world.changed = true);
        String message = failure;
        if (message != null) {
            watcher.message(message);
        }
    }

    /** Removes a watcher. With the last one everything is let go, as nobody is left who could do so. */
    public void leave(Watcher watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty()) {
            order(world -> {
                world.dropEverything();
                world.showFlow(false);
            });
        }
    }

    /** Whether the simulation has stopped because it failed. It does not go on. */
    public boolean hasFailed() {
        return failure != null;
    }

    /** An order to a world, carried out on its thread. */
    @FunctionalInterface
    public interface Order {
        void accept(World world);

        /** Is called instead if the world is closed before, and frees what the order brings. */
        default void refuse() {}
    }

    /**
     * An order of which only the newest counts, such as where the mouse is.
     *
     * @param kind what it sets
     */
    record Newest(String kind, Order order) implements Order {
        @Override
        public void accept(World world) {
            order.accept(world);
        }
    }

    /**
     * Gives an order, which is carried out between two steps; of orders of one kind that follow each other only the newest
     * may be. A closed world refuses orders.
     */
    public void order(Order order) {
        orders.add(order);
    }

    // ---- orders

    Settings settings() {
        changed = true;
        return settings;
    }

    /** Advances by one control step and pauses. */
    void stepOnce() {
        settings().paused = true;
        if (episode.over()) {
            begin();
        } else {
            advance();
        }
    }

    /** Starts a new episode. One that is being recorded ends here, and is not continued with the new one. */
    void begin() {
        if (isRecording()) {
            endTake();
        }
        restart();
    }

    private void restart() {
        dropEverything();
        episode.reset();
        cockpit.pilot().begin();
        ghosts.gather(episode);
        episodes++;
        changed = true;
        if (stage.refresh()) {
            send(Json.text(Map.of("type", "scene")));
        }
    }

    void seed(long seed) {
        settings().seed = seed;
        episode.seed(seed);
        cockpit.pilot().seed(seed);
        begin();
    }

    void choose(Choice choice) {
        changed = true;
        cockpit.change(choice, this);
    }

    /** What the user wants to act, which may still be loading. */
    Choice choice() {
        return cockpit.wanted();
    }

    /** A new pilot takes over. */
    void board(WatchedPolicy pilot, Choice choice) {
        if (cockpit.pilot().stochasticByDefault() != pilot.stochasticByDefault()) {
            settings.stochastic = pilot.stochasticByDefault();
        }
        cockpit.board(pilot, choice, this);
        episode.forgetPlan();
        ghosts.forgetPlans();
        flow.forget();
        changed = true;
    }

    /** Takes hold of a geom, by its number on the stage, at a point in its frame. */
    void grab(int number, double[] local, double[] target) {
        release();
        int geom = stage.geom(number);
        if (geom >= 0 && episode.env() instanceof SimulatedEnv simulated
                && simulated.model().geomBodyid().get(geom) > 0) {
            grab = new Grab(simulated.data(), geom, local, target);
        }
    }

    void drag(double[] target) {
        if (grab != null) {
            grab.moveTo(target);
        }
    }

    void release() {
        if (grab != null && episode.env() instanceof SimulatedEnv simulated) {
            grab.release(simulated.data());
        }
        grab = null;
    }

    /** Leads what the mapping says to the pointer, by actions. */
    void aim(HandDrag.Aim aim) {
        if (drag != null) {
            drag.aim(aim);
        }
    }

    void letGo() {
        if (drag != null) {
            drag.release();
            changed = true;
        }
    }

    void ghosts(int count) {
        if (canGhost) {
            settings().ghosts = Math.clamp(count, 0, Ghosts.MAX);
            ghosts.summon(settings.ghosts, episode);
        }
    }

    void showFlow(boolean on) {
        settings().flow = on;
        flow.forget();
    }

    void gatherGhosts() {
        ghosts.gather(episode);
        changed = true;
    }

    void hands(float[] action) {
        if (cockpit.pilot() instanceof HandActions hands) {
            hands.set(action);
        }
    }

    /** Lets go of what is grabbed or led, and keeps no action by hand. */
    private void dropEverything() {
        release();
        letGo();
        if (cockpit.pilot() instanceof HandActions hands) {
            hands.rest();
        }
    }

    /** An order to the tape, which may fail to write its file. */
    interface TapeOrder {
        void accept(Tape tape) throws IOException;
    }

    void tape(TapeOrder order) {
        if (tape == null) {
            return;
        }
        try {
            order.accept(tape);
        } catch (IOException e) {
            tell("not kept: " + e.getMessage());
        }
        changed = true;
    }

    /**
     * Begins an episode that is recorded.
     *
     * @param action what the hands do at its beginning
     */
    void beginTake(float[] action) {
        tape(all -> {
            if (all.begin()) {
                restart();
                hands(action);
                settings.paused = false;
            }
        });
    }

    /** Ends the episode that is recorded. */
    void endTake() {
        tape(all -> {
            all.end();
            rest();
        });
    }

    private boolean isRecording() {
        return tape != null && tape.state() == Tape.State.RECORDING;
    }

    private void record(float[] before) {
        if (tape == null || !isRecording()) {
            return;
        }
        tape.add(before, episode.action(), episode.result(), episode.over());
        if (episode.env() instanceof ExpertEnv judge) {
            tape.succeeded(judge.succeeded());
        }
        if (tape.state() == Tape.State.ENDED) {
            rest();
        }
    }

    /** Stands still after an episode that was recorded. */
    private void rest() {
        settings.paused = true;
        dropEverything();
    }

    /** Tells everyone what went wrong, or happened. */
    void tell(String text) {
        LOG.debug("{}: {}", title, text);
        send(Json.text(Map.of("type", "notice", "text", text)));
    }

    // ---- the thread

    private void run() {
        try {
            while (!closed) {
                obey();
                if (rests()) {
                    show();
                    await(0.1);
                } else if (pace.isDue(stepSeconds())) {
                    advance();
                    show();
                } else {
                    await(pace.secondsLeft());
                }
                poll();
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is closed", title);
        } catch (RuntimeException | Error e) {
            LOG.debug("{} stopped", title, e);
            String message = Json.text(Map.of("type", "failed", "text", "the simulation stopped: " + text(e)
                    + ". Load the page again to begin a new one."));
            failure = message; // before it is sent: who joins meanwhile is told by one or the other
            send(message);
        } finally {
            orders.close();
            if (tape != null) {
                tape.end(); // the tape goes on to the next world, whose episode is another
            }
            ghosts.close();
            episode.close();
            cockpit.close();
        }
    }

    /** What went wrong, in words. */
    public static String text(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    private void obey() {
        for (Order order = orders.poll(); order != null; order = closed ? null : orders.poll()) {
            order.accept(this);
        }
    }

    /** Waits for the given time, or for an order, which is then carried out. */
    private void await(double seconds) throws InterruptedException {
        Order order = orders.poll(seconds);
        if (order != null) {
            order.accept(this);
        }
    }

    private boolean rests() {
        boolean resting = settings.paused || watchers.stream().noneMatch(Watcher::isAwake) || Pace.now() < restingUntil;
        if (resting) {
            pace.restart();
        }
        return resting;
    }

    /** The wall-clock time of a control step. */
    private double stepSeconds() {
        return (spec.controlSeconds() >= 1 ? TOY_SECONDS : spec.controlSeconds()) / settings.speed;
    }

    private void advance() {
        if (episode.over()) {
            begin();
            return;
        }
        if (grab != null && episode.env() instanceof SimulatedEnv simulated) {
            grab.pull(simulated.data());
        }
        if (drag != null && cockpit.pilot() instanceof HandActions hands) {
            hands.add(drag.action(spec.actionSize()));
        }
        float[] before = episode.observation().clone();
        episode.advance(cockpit.pilot(), settings.stochastic);
        if (cockpit.pilot().isDone()) {
            episode.end();
        }
        record(before);
        ghosts.advance(cockpit.pilot());
        if (settings.ghostSeconds > 0 && ghosts.age() * spec.controlSeconds() >= settings.ghostSeconds) {
            ghosts.gather(episode);
        }
        clock += stepSeconds();
        pace.stepped(stepSeconds());
        flow.stale();
        if (episode.over() && tape == null) {
            restingUntil = Pace.now() + END_SECONDS;
            changed = true;
        } else if (settings.paused) {
            changed = true;
        } else {
            dirty = true;
        }
    }

    private void show() {
        boolean due = dirty && Pace.now() >= nextFrame;
        if (changed || due) {
            if (changed) {
                send(Json.text(Status.of(settings, cockpit, spec, tape)));
            }
            Frames.Moment moment = new Frames.Moment(clock, episodes, settings.paused ? 0 : pace.measured());
            byte[] frame = Frames.state(moment, episode, stage, ghosts.present(), onDemand());
            watchers.forEach(watcher -> watcher.frame(frame));
            nextFrame = Math.max(nextFrame + FRAME_SECONDS, Pace.now()); // 60 a second on average, whatever a step takes
            changed = false;
            dirty = false;
        }
        if (settings.flow) {
            flow.draw(cockpit.pilot(), episode.observation(), clock)
                    .ifPresent(frame -> watchers.forEach(watcher -> watcher.frame(frame)));
        }
    }

    private Frames.OnDemand onDemand() {
        float[] none = {};
        return new Frames.OnDemand(settings.contacts ? ContactList.of(episode.env()) : none,
                settings.sites ? stage.sites() : none,
                drag == null ? none : drag.line().map(Frames::floats).orElse(none));
    }

    private void poll() {
        if (Pace.now() - polled >= POLL_SECONDS) {
            polled = Pace.now();
            cockpit.poll(this);
        }
    }

    private void send(String json) {
        watchers.forEach(watcher -> watcher.message(json));
    }

    /** The list of checkpoints is another. */
    void changed() {
        changed = true;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
