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
 * Trained flow policies, their actions drawn by several solvers with several numbers of steps. Solvers are compared at equal
 * cost: the number of times that an action evaluates the velocity field. What is measured stays in {@code samplers.jsonl}.
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
     * @param steps of the solver, of equal length
     * @param evaluations of the velocity field for one action
     * @param checkpoint environment steps that the policy was trained for
     * @param episodes of the evaluation
     * @param mean return
     * @param se of the mean
     * @param ci95 half the width of its 95 % interval
     */
    public record Point(String run, String sampler, int steps, int evaluations, long checkpoint, int episodes, double mean,
            double se, double ci95) {

        private boolean isOf(String folder, String name, int count, long step, int n) {
            // the folder first: files of earlier versions do not name it
            return folder.equals(run) && sampler.equals(name) && evaluations == count && checkpoint == step
                    && episodes == n;
        }
    }

    /**
     * Nothing is measured yet.
     *
     * @param runs whose best checkpoints are taken; their folders' names differ
     * @param folder for what is measured and drawn
     */
    public SamplerSweep(List<RunDirectory> runs, List<Sampler> samplers, Path folder) {
        this.runs = List.copyOf(runs);
        this.samplers = List.copyOf(samplers);
        this.folder = folder;
        points = new RecordLines<>(folder.resolve("samplers.jsonl"), Point.class);
    }

    /**
     * Measures what is not measured yet, and draws all of it.
     *
     * @param environments of the runs, by name
     * @param counts of evaluations for an action; those that are no whole number of a solver's steps are left out for it
     * @param listener told of each new point
     * @return by run, by solver, then by number of evaluations
     */
    public List<Point> run(Function<String, EnvFactory> environments, List<Integer> counts, int threads, int episodes,
            Consumer<Point> listener) throws IOException {
        Files.createDirectories(folder);
        List<Point> measured = new ArrayList<>();
        for (RunDirectory run : runs) {
            EnvFactory factory = environments.apply(run.config().env());
            String which = run.checkpoints().best().isPresent() ? "best" : "latest";
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

    /** Where the picture is. */
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

    /** What differs within the picture. */
    private String label(RunDirectory run, Sampler sampler) {
        if (runs.size() == 1) {
            return ConfigYaml.name(sampler);
        }
        return samplers.size() == 1 ? name(run) : name(run) + ", " + ConfigYaml.name(sampler);
    }
}
