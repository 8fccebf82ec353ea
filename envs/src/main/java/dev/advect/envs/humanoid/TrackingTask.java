package dev.advect.envs.humanoid;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.PhasedBatch;
import dev.advect.mujoco.Data;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Motion tracking with some motions and a goal; the factory of its environment. */
public final class TrackingTask implements EnvFactory {
    private static final int EPISODE_STEPS = 600;

    private final EnvSpec spec;
    private final HumanoidBody body;
    private final Goal goal;
    private final Supplier<List<ReferenceMotion>> motions;
    private final boolean evaluation;

    /**
     * Creates a task for training.
     *
     * @param motions the motions, each as likely as any other
     */
    public TrackingTask(HumanoidBody body, Goal goal, List<MotionClip> motions) {
        this(body, goal, fitted(motions, body), false);
    }

    private static Supplier<List<ReferenceMotion>> fitted(List<MotionClip> motions, HumanoidBody body) {
        if (motions.isEmpty()) {
            throw new IllegalArgumentException("there is no motion to track");
        }
        List<ReferenceMotion> fitted = motions.stream().map(clip -> new ReferenceMotion(clip, body)).toList();
        return () -> fitted;
    }

    private TrackingTask(HumanoidBody body, Goal goal, Supplier<List<ReferenceMotion>> motions, boolean evaluation) {
        this.body = body;
        this.goal = goal;
        this.motions = motions;
        this.evaluation = evaluation;
        TrackingObservation observation = new TrackingObservation(body);
        spec = new EnvSpec(name(body, goal), observation.size(), body.hinges().size(), EPISODE_STEPS, 1 / ReferenceMotion.RATE,
                Tracking.PHYSICS_STEPS, observation.parts(), List.of("clip_end"), observation.seen(goal));
    }

    /** The name of the task with a body and a goal, such as {@code humanoid-track-root}. */
    public static String name(HumanoidBody body, Goal goal) {
        String name = "humanoid-track-" + goal.label();
        return body == HumanoidBody.LITE ? name : name + "-" + body.name().toLowerCase(Locale.ROOT);
    }

    /** The tasks that have names, on the ten motions of the experiment. */
    public static SortedMap<String, TrackingTask> all() {
        SortedMap<String, TrackingTask> all = new TreeMap<>();
        for (HumanoidBody body : HumanoidBody.values()) {
            Supplier<List<ReferenceMotion>> motions = new Static(body);
            for (Goal goal : Goal.values()) {
                TrackingTask task = new TrackingTask(body, goal, motions, false);
                all.put(task.spec().name(), task);
            }
        }
        return all;
    }

    /** The ten motions of the experiment, fitted when they are first needed: most commands only list the tasks. */
    private static final class Static implements Supplier<List<ReferenceMotion>> {
        private final HumanoidBody body;
        private List<ReferenceMotion> motions = List.of();

        Static(HumanoidBody body) {
            this.body = body;
        }

        @Override
        public synchronized List<ReferenceMotion> get() {
            if (motions.isEmpty()) {
                motions = MotionMaker.named(MotionMaker.STATIC).stream().map(clip -> new ReferenceMotion(clip, body)).toList();
            }
            return motions;
        }
    }

    /** Returns this task with other motions instead of its own. */
    public TrackingTask with(List<MotionClip> others) {
        return new TrackingTask(body, goal, fitted(others, body), evaluation);
    }

    /** The same task for evaluations: episodes begin at a motion's first frame and end only if all is lost. */
    public TrackingTask forEvaluation() {
        return new TrackingTask(body, goal, motions, true);
    }

    /** The shapes and limits of every instance. */
    public EnvSpec spec() {
        return spec;
    }

    /** What is to be done, in one line. */
    public String description() {
        String told = switch (goal) {
            case ALL -> "all bodies";
            case ROOT_HANDS -> "pelvis and wrists";
            case ROOT -> "the pelvis";
        };
        return "a humanoid of " + spec.actionSize() + " hinges tracks motions, told the targets of " + told;
    }

    public HumanoidBody body() {
        return body;
    }

    public Goal goal() {
        return goal;
    }

    /** The motions, fitted to the body. */
    public List<ReferenceMotion> motions() {
        return motions.get();
    }

    /** Creates an instance with its own simulation state; this may be called from several threads. */
    @Override
    public TrackingEnv create() {
        Data data = body.model().newData();
        return new TrackingEnv(spec, data, new Tracking(data, body, motions(), evaluation));
    }

    /** Creates a {@link PhasedBatch}, which alternates between physics and rewards block by block. */
    @Override
    public BatchEnv createBatch(int count) {
        return new PhasedBatch(this::create, count);
    }
}
