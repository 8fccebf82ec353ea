package dev.advect.experiments;

import dev.advect.env.EnvFactory;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.plot.Curve;
import dev.advect.plot.Curve.Series;
import dev.advect.plot.Curve.Style;
import dev.advect.policy.FlowPolicy;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.RunCurves;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An evaluation of trained flow policies with several solvers and numbers of steps. Solvers are compared at equal cost,
 * which is the number of evaluations of the velocity field per action. Measurements are kept in {@code samplers.jsonl}.
 */
public final class SamplerSweep {
    private static final long SEED = 0xe7a1;

    private final List<RunDirectory> runs;
    private final List<Sampler> samplers;
    private final Path folder;
    private final RecordLines<Point> points;

    /**
     * One measurement.
     *
     * @param run the name of the run's folder
     * @param sampler the solver's name
     * @param steps the number of solver steps, of equal length
     * @param evaluations the number of evaluations of the velocity field per action
     * @param checkpoint the number of environment steps for which the policy was trained
     * @param episodes the number of episodes of the evaluation
     * @param mean the mean return
     * @param se the standard error of the mean
     * @param ci95 half the width of the mean's 95 % confidence interval
     */
    public record Point(String run, String sampler, int steps, int evaluations, long checkpoint, int episodes, double mean,
            double se, double ci95) {

        private boolean isOf(String folder, String name, int count, long step, int n) {
            // the folder comes first, as files of earlier versions do not contain it
            return folder.equals(run) && sampler.equals(name) && evaluations == count && checkpoint == step
                    && episodes == n;
        }
    }

    /**
     * Creates a sweep without measuring anything yet.
     *
     * @param runs the runs whose best checkpoints are used; their folders have different names
     * @param samplers the solvers
     * @param folder the folder for measurements and the plot
     */
    public SamplerSweep(List<RunDirectory> runs, List<Sampler> samplers, Path folder) {
        this.runs = List.copyOf(runs);
        this.samplers = List.copyOf(samplers);
        this.folder = folder;
        points = new RecordLines<>(folder.resolve("samplers.jsonl"), Point.class);
    }

    /**
     * Performs the missing measurements and draws the plot.
     *
     * @param environments the environments of the runs, by name
     * @param counts the numbers of evaluations per action; for each solver, those that are not a whole number of its
     *     steps are left out
     * @param threads the maximum number of threads
     * @param episodes the number of episodes per measurement
     * @param listener notified of each new point
     * @return all points, ordered by run, solver and number of evaluations
     */
    public List<Point> run(Function<String, EnvFactory> environments, List<Integer> counts, int threads, int episodes,
            Consumer<Point> listener) throws IOException {
        Files.createDirectories(folder);
        List<Point> measured = new ArrayList<>();
        for (RunDirectory run : runs) {
            EnvFactory factory = environments.apply(run.config().env());
            String which = run.checkpoints().bestElseLatest();
            try (CheckpointEvaluator evaluator = new CheckpointEvaluator(run, which, factory, threads, episodes)) {
                measured.addAll(sweep(run, evaluator, counts, episodes, listener));
            }
        }
        draw(measured);
        return measured;
    }

    private List<Point> sweep(RunDirectory run, CheckpointEvaluator evaluator, List<Integer> counts, int episodes,
            Consumer<Point> listener) throws IOException {
        if (!(evaluator.policy() instanceof FlowPolicy policy)) {
            throw new RunException(run.folder() + " holds no flow policy: there is nothing to solve");
        }
        List<Point> known = points.read();
        List<Point> measured = new ArrayList<>();
        for (Sampler sampler : samplers) {
            for (int count : counts) {
                if (count % sampler.evaluations() != 0) {
                    continue;
                }
                int steps = count / sampler.evaluations();
                String name = ConfigYaml.name(sampler);
                Point point = known.stream().filter(one -> one.isOf(name(run), name, count, evaluator.step(), episodes))
                        .findAny().orElse(null);
                if (point == null) {
                    policy.sampleWith(new Sampling(sampler, steps, Schedule.UNIFORM, policy.sampling().noiseLevel()));
                    Evaluation evaluation = evaluator.evaluate(SEED);
                    point = new Point(name(run), name, steps, count, evaluator.step(), episodes, evaluation.mean(),
                            evaluation.se(), evaluation.ci95());
                    points.append(point);
                    listener.accept(point);
                }
                measured.add(point);
            }
        }
        return measured;
    }

    private static String name(RunDirectory run) {
        return run.folder().toAbsolutePath().normalize().getFileName().toString();
    }

    /** The file of the plot. */
    public Path picture() {
        return folder.resolve("samplers.png");
    }

    private void draw(List<Point> measured) throws IOException {
        List<Series> series = new ArrayList<>();
        for (RunDirectory run : runs) {
            for (Sampler sampler : samplers) {
                List<Point> own = measured.stream().filter(point -> point.run().equals(name(run)))
                        .filter(point -> point.sampler().equals(ConfigYaml.name(sampler)))
                        .sorted(Comparator.comparingInt(Point::evaluations)).toList();
                series.add(new Series(label(run, sampler), own.stream().mapToDouble(Point::evaluations).toArray(),
                        own.stream().mapToDouble(Point::mean).toArray(),
                        own.stream().mapToDouble(Point::ci95).toArray(), Style.LINE));
            }
        }
        String title = runs.size() == 1 ? RunCurves.title(runs.getFirst().config()) : "Runs compared";
        Curve.write(picture(), title + ": return by solver", "evaluations of the velocity field for an action",
                "return, mean ± 95 %", series);
    }

    /** The label of a curve, which names only what differs within the plot. */
    private String label(RunDirectory run, Sampler sampler) {
        if (runs.size() == 1) {
            return ConfigYaml.name(sampler);
        }
        return samplers.size() == 1 ? name(run) : name(run) + ", " + ConfigYaml.name(sampler);
    }
}
