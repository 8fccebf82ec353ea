package dev.advect.app.run;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.ClipArgument;
import dev.advect.config.InvalidValueException;
import dev.advect.envs.humanoid.Anatomy;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.NamedMotions;
import dev.advect.envs.humanoid.ReferenceMotion;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Reports on a motion for the humanoid: its length and path, and how well each variant of the body takes it. */
@Command(
        name = "clip",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads a motion, transfers it to the humanoid and reports how well it fits.",
        footer = {"", "Examples:", "  advect data clip walk.bvh:0.1-2.8", "  advect data clip squat --json"})
final class DataClipCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A BVH or AMASS file, FILE or FILE:FROM-TO in seconds; or the name of a motion, "
            + "such as squat or cmu-walk.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(names = "--mirror", description = "Exchange left and right.")
    private boolean mirror;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        MotionClip read = clip();
        MotionClip clip = mirror ? read.mirrored() : read;
        List<ReferenceMotion> fits = new ArrayList<>();
        for (HumanoidBody body : HumanoidBody.values()) {
            fits.add(new ReferenceMotion(clip, body));
        }
        ReferenceMotion lite = fits.getFirst();
        double[] first = lite.qpos(0);
        double[] last = lite.qpos(lite.frames() - 1);
        double distance = Math.hypot(last[0] - first[0], last[1] - first[1]);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double fastest = 0;
        for (int t = 0; t < lite.frames(); t++) {
            low = Math.min(low, lite.qpos(t)[2]);
            high = Math.max(high, lite.qpos(t)[2]);
            for (int i = HumanoidBody.ROOT_VELOCITIES; i < lite.qvel(t).length; i++) {
                fastest = Math.max(fastest, Math.abs(lite.qvel(t)[i]));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<Map<String, Object>> each = new ArrayList<>();
            for (HumanoidBody body : HumanoidBody.values()) {
                ReferenceMotion fit = fits.get(bodies().indexOf(body));
                each.add(Json.object("body", name(body), "residual", fit.residual(), "largest_residual", fit.largestResidual(),
                        "worst_body", Anatomy.names().get(fit.worstBody())));
            }
            Json.print(out, Json.object("name", clip.name(), "frames", clip.frames(), "rate", clip.rate(), "seconds", clip.seconds(),
                    "distance", distance, "pelvis_min", low, "pelvis_max", high, "fastest_joint", fastest, "fits", each));
            return ExitCode.OK;
        }
        out.println(Text.format("%s, %d frames at %s a second, %.2f s", clip.name(), clip.frames(), Text.number(clip.rate()),
                clip.seconds()));
        out.println(Text.format("pelvis    %.2f m from start to end, %.2f … %.2f m high", distance, low, high));
        out.println(Text.format("joints    at most %.1f rad/s", fastest));
        for (HumanoidBody body : HumanoidBody.values()) {
            ReferenceMotion fit = fits.get(bodies().indexOf(body));
            out.println(Text.format("%-9s misses orientations by %.3f rad (root mean square), at most %.3f; most at %s", name(body),
                    fit.residual(), fit.largestResidual(), Anatomy.names().get(fit.worstBody())));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static List<HumanoidBody> bodies() {
        return List.of(HumanoidBody.values());
    }

    private static String name(HumanoidBody body) {
        return ConfigYaml.name(body);
    }

    private MotionClip clip() throws IOException {
        if (ClipArgument.isFile(file)) {
            return ClipArgument.parse(file).read();
        }
        List<MotionClip> named = NamedMotions.get(file);
        if (named.size() != 1) {
            throw new InvalidValueException("'" + file + "' is neither a motion's file, which ends with .bvh or .npz, nor the name of one "
                    + "motion" + Nearest.hint(file, NamedMotions.names()));
        }
        return named.getFirst();
    }
}
