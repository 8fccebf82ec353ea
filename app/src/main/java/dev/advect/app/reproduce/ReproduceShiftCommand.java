package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.experiments.bandit.BanditShift;
import dev.advect.experiments.bandit.BanditShift.Point;
import dev.advect.experiments.bandit.BanditShift.Variant;
import dev.advect.experiments.bandit.BanditShiftPicture;
import dev.advect.train.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseGiven;
import static dev.advect.config.InvalidValueException.throwIf;

/** The reward-shift study: which algorithms adapt, and what is lost in the process? */
@Command(
        name = "shift",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains on demonstrations, shifts the reward, and compares how algorithms follow: on a bandit SWFP, "
                + "DPPO, RLPD, Cal-QL and IBRL from draws from four Gaussians in the plane; with an arm, whose target moves by "
                + "8 cm, SWFP with W2, with KL and without a regulariser, and DPPO. Finished runs are skipped, and with the arm "
                + "an interrupted one continues. For other tasks: reproduce shift-task.",
        footer = {"", "Examples:", "  advect reproduce shift --seeds=0,1,2",
            "  advect reproduce shift --variants=dppo --set dppo.sigma=0.1 --out=runs/wider --json",
            "  advect reproduce arm-data --tasks=can-until-success",
            "  advect reproduce shift --env=can --steps=1e5 --dppo-minutes=12"})
final class ReproduceShiftCommand implements Callable<Integer> {
    private static final long BANDIT_STEPS = 16_000;
    /** The options that only the study with the arm has. */
    private static final List<String> OF_THE_ARM = List.of(
            "--tasks", "--minutes", "--preset", "--episodes", "--cluster", "--demonstrations", "--pretrain", "--dppo-minutes");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--env", paramLabel = "NAME", description = "bandit or can. Default: bandit.")
    private String env = "bandit";

    @Option(names = "--variants", paramLabel = "NAME", split = ",", description = "With the bandit any of swfp, "
            + "swfp-reward-only (with alpha 0), dppo, rlpd, calql, ibrl; with can any of clone (not trained after the shift), "
            + "swfp-w2, swfp-kl, swfp-none, dppo. Default: all.")
    private @Nullable List<String> variants;

    @Mixin
    private GridOptions options = new GridOptions();

    @Mixin
    private ArmOptions start = new ArmOptions();

    @Mixin
    private DppoTimeOption dppoTime = new DppoTimeOption();

    @Override
    public Integer call() throws IOException, StoppedException {
        List<String> envs = List.of("bandit", "can");
        throwIf(!envs.contains(env), "--env=" + env + " is not possible here, only bandit and can" + Nearest.hint(env, envs));
        return env.equals("can") ? new CanShift(spec, options, start, dppoTime).run(variants) : bandit();
    }

    private int bandit() throws IOException {
        refuseGiven(spec, OF_THE_ARM, " is for --env=can");
        List<String> names = Arrays.stream(Variant.values()).map(Variant::label).toList();
        List<String> wanted = variants == null ? names : variants;
        wanted.forEach(name -> throwIf(
                !names.contains(name), "unknown variant '" + name + "'" + Nearest.hint(name, names)));
        List<Variant> compared = Arrays.stream(Variant.values()).filter(one -> wanted.contains(one.label())).toList();
        PrintWriter err = spec.commandLine().getErr();
        Path out = options.folder("shift");
        List<Point> points = new BanditShift(out, options.steps(BANDIT_STEPS), options.threads(), options.values()).run(
                compared, options.seedValues().stream().distinct().toList(), point -> {
                    err.println(line(point));
                    err.flush();
                });
        Path picture = out.resolve("shift.png");
        BanditShiftPicture.write(picture, points);
        PrintWriter print = spec.commandLine().getOut();
        if (options.json()) {
            Json.print(print, points.stream().map(point -> Json.object("variant", point.variant(), "seed", point.seed(),
                    "steps", point.steps(), "reward", point.reward(), "modes", point.modes(), "near", point.near(),
                    "w2_moved", point.w2Moved())).toList());
        } else {
            points.forEach(point -> print.println(line(point)));
            print.println(picture);
            print.flush();
        }
        return ExitCode.OK;
    }

    private static String line(Point point) {
        return Text.format("%-16s seed %d  %6d steps  reward %.2f  modes %d  near %.2f  W2 %.3f", point.variant(),
                point.seed(), point.steps(), point.reward(), point.modes(), point.near(), point.w2Moved());
    }
}
