package dev.advect.envs.humanoid;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.envs.PhasedBatch;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Motion tracking with some motions and a goal; the factory of its environment. */
public final class TrackingTask implements EnvFactory {
    private static final int EPISODE_STEPS = 600;

    private final EnvSpec spec;
    private final HumanoidBody body;
    private final Goal goal;
    private final List<ReferenceMotion> motions;
    private final boolean evaluation;

    /**
     * Creates a task for training.
     *
     * @param motions the motions, each as likely as any other
     */
    public TrackingTask(HumanoidBody body, Goal goal, List<MotionClip> motions) {
        this(body, goal, motions.stream().map(clip -> new ReferenceMotion(clip, body)).toList(), false);
    }

    private TrackingTask(HumanoidBody body, Goal goal, List<ReferenceMotion> motions, boolean evaluation) {
        if (motions.isEmpty()) {
            throw new IllegalArgumentException("there is no motion to track");
        }
        this.body = body;
        this.goal = goal;
        this.motions = motions;
        this.evaluation = evaluation;
        TrackingObservation observation = new TrackingObservation(body);
        spec = new EnvSpec(name(body, goal), observation.size(), body.hinges().size(), EPISODE_STEPS, 1 / ReferenceMotion.RATE,
                Tracking.PHYSICS_STEPS, observation.parts(), List.of("clip_end"), observation.seen(goal));
    }

    private static String name(HumanoidBody body, Goal goal) {
        String name = "humanoid-track-" + goal.label();
        return body == HumanoidBody.LITE ? name : name + "-" + body.name().toLowerCase(Locale.ROOT);
    }

    /** The tasks that have names, on the ten motions of the experiment. */
    public static SortedMap<String, TrackingTask> all() {
        SortedMap<String, TrackingTask> all = new TreeMap<>();
        for (HumanoidBody body : HumanoidBody.values()) {
            List<ReferenceMotion> motions = MotionMaker.named(MotionMaker.STATIC).stream()
                    .map(clip -> new ReferenceMotion(clip, body)).toList();
            for (Goal goal : Goal.values()) {
                TrackingTask task = new TrackingTask(body, goal, motions, false);
                all.put(task.spec().name(), task);
            }
        }
        return all;
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
        return motions;
    }

    /** Creates an instance with its own simulation state; this may be called from several threads. */
    @Override
    public TrackingEnv create() {
        var data = body.model().newData();
        return new TrackingEnv(spec, data, new Tracking(data, body, motions, evaluation));
    }

    /** Creates a {@link PhasedBatch}, which alternates between physics and rewards block by block. */
    @Override
    public BatchEnv createBatch(int count) {
        return new PhasedBatch(this::create, count);
    }
}
