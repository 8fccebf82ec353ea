package dev.advect.experiment;

import dev.advect.env.EnvFactory;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.io.Curve;
import dev.advect.io.Curve.Series;
import dev.advect.io.Curve.Style;
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

/**
 * One trained flow policy, its actions drawn by every solver with several numbers of steps. Solvers are compared at equal
 * cost: the number of times that an action evaluates the velocity field. What is measured stays in {@code samplers.jsonl}.
 */
public final class SamplerSweep {
    private static final long SEED = 0xe7a1;

    private final RunDirectory directory;
    private final Path folder;
    private final RecordLines<Point> points;

    /**
     * One measurement.
     *
     * @param sampler the solver's name
     * @param steps of the solver, of equal length
     * @param evaluations of the velocity field for one action
     * @param checkpoint environment steps that the policy was trained for
     * @param episodes of the evaluation
     * @param mean return
     * @param se of the mean
     * @param ci95 half the width of its 95 % interval
     */
    public record Point(String sampler, int steps, int evaluations, long checkpoint, int episodes, double mean, double se,
            double ci95) {

        private boolean isOf(String name, int count, long step, int n) {
            return sampler.equals(name) && evaluations == count && checkpoint == step && episodes == n;
        }
    }

    /** @param folder for what is measured and drawn */
    public SamplerSweep(RunDirectory directory, Path folder) {
        this.directory = directory;
        this.folder = folder;
        points = new RecordLines<>(folder.resolve("samplers.jsonl"), Point.class);
    }

    /**
     * Measures what is not measured yet, and draws all of it.
     *
     * @param counts of evaluations for an action; those that are no whole number of a solver's steps are left out for it
     * @param listener told of each new point
     * @return by solver, then by number of evaluations
     */
    public List<Point> run(EnvFactory factory, List<Integer> counts, int threads, int episodes, Consumer<Point> listener)
            throws IOException {
        Files.createDirectories(folder);
        String which = directory.checkpoints().best().isPresent() ? "best" : "latest";
        List<Point> measured = new ArrayList<>();
        try (CheckpointEvaluator evaluator = new CheckpointEvaluator(directory, which, factory, threads, episodes)) {
            if (!(evaluator.policy() instanceof FlowPolicy policy)) {
                throw new RunException(directory.folder() + " holds no flow policy: there is nothing to solve");
            }
            List<Point> known = points.read();
            for (Sampler sampler : Sampler.values()) {
                for (int count : counts) {
                    if (count % sampler.evaluations() != 0) {
                        continue;
                    }
                    String name = ConfigYaml.name(sampler);
                    Point point = known.stream().filter(one -> one.isOf(name, count, evaluator.step(), episodes)).findAny()
                            .orElse(null);
                    if (point == null) {
                        policy.sampleWith(new Sampling(sampler, count / sampler.evaluations(), Schedule.UNIFORM,
                                policy.sampling().noiseLevel()));
                        Evaluation evaluation = evaluator.evaluate(SEED);
                        point = new Point(name, count / sampler.evaluations(), count, evaluator.step(), episodes,
                                evaluation.mean(), evaluation.se(), evaluation.ci95());
                        points.append(point);
                        listener.accept(point);
                    }
                    measured.add(point);
                }
            }
        }
        draw(measured);
        return measured;
    }

    /** Where the picture is. */
    public Path picture() {
        return folder.resolve("samplers.png");
    }

    private void draw(List<Point> measured) throws IOException {
        List<Series> series = new ArrayList<>();
        for (Sampler sampler : Sampler.values()) {
            List<Point> own = measured.stream().filter(point -> point.sampler().equals(ConfigYaml.name(sampler)))
                    .sorted(Comparator.comparingInt(Point::evaluations)).toList();
            series.add(new Series(ConfigYaml.name(sampler), own.stream().mapToDouble(Point::evaluations).toArray(),
                    own.stream().mapToDouble(Point::mean).toArray(), own.stream().mapToDouble(Point::ci95).toArray(),
                    Style.LINE));
        }
        Curve.write(picture(), RunCurves.title(directory.config()) + ": return by solver",
                "evaluations of the velocity field for an action", "return, mean ± 95 %", series);
    }
}
