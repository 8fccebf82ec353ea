package dev.advect.experiments.humanoid;

import dev.advect.env.Step;
import dev.advect.envs.humanoid.ReferenceMotion;
import dev.advect.envs.humanoid.Tracking;
import dev.advect.envs.humanoid.TrackingEnv;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.io.Closer;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The evaluation of controllers on all motions of a task, in several episodes for each. */
final class TrackingEvaluator implements AutoCloseable {
    private static final long SEED = 0x7ac;

    private final TrackingTask task;
    private final int episodes;
    private final Closer closer = new Closer();
    private final List<TrackingEnv> envs = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    TrackingEvaluator(TrackingTask task, int episodes) {
        this.task = task.forEvaluation();
        this.episodes = episodes;
        for (int i = 0; i < episodes; i++) {
            envs.add(closer.add(this.task.create()));
            steps.add(new Step(task.spec().observationSize()));
        }
    }

    /** Evaluates a policy on all motions; the rows have the given goal, algorithm, seed and step. */
    List<TrackingRow> evaluate(Policy policy, Acting acting, boolean stochastic, String algo, long seed, long step) {
        Rng random = new Rng(SEED, 1);
        try (Actor actor = new Actor(policy, acting, episodes, 1)) {
            float[] noise = new float[episodes * policy.noiseSize()];
            return evaluate((_, observations, actions) -> {
                for (int i = 0; stochastic && i < noise.length; i++) {
                    noise[i] = (float) random.nextGaussian();
                }
                actor.act(observations, noise, actions);
            }, stochastic, algo, seed, step);
        }
    }

    /** Evaluates a baseline on all motions. */
    List<TrackingRow> evaluate(TrackingController controller, String name) {
        return evaluate(controller, false, name, 0, 0);
    }

    private List<TrackingRow> evaluate(TrackingController controller, boolean stochastic, String algo, long seed, long step) {
        List<TrackingRow> rows = new ArrayList<>();
        for (int clip = 0; clip < task.motions().size(); clip++) {
            ReferenceMotion motion = task.motions().get(clip);
            ModeCounter modes = LookAlikes.of(motion, task.motions()).map(
                    alike -> new ModeCounter(alike, alike.indexOf(motion.bodies(LookAlikes.FRAME)), episodes)).orElse(null);
            List<EpisodeErrors> errors = run(controller, clip, modes);
            rows.add(new TrackingRow(task.goal().label(), algo, seed, step, actions(stochastic),
                    motion.clip().name(), episodes, mean(errors, EpisodeErrors::success),
                    mean(errors, EpisodeErrors::strictSuccess), mean(errors, EpisodeErrors::alive),
                    mean(errors, EpisodeErrors::strictAlive), mean(errors, EpisodeErrors::error),
                    mean(errors, EpisodeErrors::goalError), mean(errors, EpisodeErrors::reward), modes == null ? null : modes.modes(),
                    TrackingRow.name(task.body())));
        }
        return rows;
    }

    /** The kind of action as it is called in rows. */
    static String actions(boolean stochastic) {
        return stochastic ? "stochastic" : "deterministic";
    }

    private static double mean(List<EpisodeErrors> errors, ToDoubleFunction<EpisodeErrors> value) {
        return errors.stream().mapToDouble(value).average().orElseThrow();
    }

    private List<EpisodeErrors> run(TrackingController controller, int clip, @Nullable ModeCounter modes) {
        int observed = task.spec().observationSize();
        int acted = task.spec().actionSize();
        float[] observations = new float[episodes * observed];
        float[] actions = new float[episodes * acted];
        boolean[] done = new boolean[episodes];
        List<EpisodeErrors> errors = new ArrayList<>();
        for (int i = 0; i < episodes; i++) {
            errors.add(new EpisodeErrors(task.goal().bodies()));
            envs.get(i).tracking().beginNext(clip);
            envs.get(i).reset(new Rng(SEED, i), steps.get(i).observation);
        }
        while (!allTrue(done)) {
            for (int i = 0; i < episodes; i++) {
                System.arraycopy(steps.get(i).observation, 0, observations, i * observed, observed);
            }
            controller.act(envs, observations, actions);
            for (int i = 0; i < episodes; i++) {
                if (!done[i]) {
                    Step step = steps.get(i);
                    step.clear();
                    envs.get(i).step(Arrays.copyOfRange(actions, i * acted, (i + 1) * acted), step);
                    Tracking tracking = envs.get(i).tracking();
                    errors.get(i).add(tracking, step);
                    if (modes != null && tracking.frame() == LookAlikes.FRAME && !step.terminated) {
                        modes.add(tracking.bodies());
                    }
                    done[i] = step.terminated || step.truncated;
                }
            }
        }
        return errors;
    }

    private static boolean allTrue(boolean[] values) {
        for (boolean value : values) {
            if (!value) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        closer.close();
    }
}
