package dev.advect.reliability.mutate;

import dev.advect.reliability.ChildJvm;
import dev.advect.reliability.Fixtures;
import dev.advect.reliability.Folders;
import dev.advect.reliability.TinyRun;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Exported policies. They keep no checksum, so other weights are right, and what their header says is a right value where
 * all of it fits together; but no weight that is not finite. What was read acts once.
 */
final class PolicyFormat implements MutantFormat {
    private final Map<Path, PolicyFile> originals = new HashMap<>();

    @Override
    public void prepare(Path folder, Path fixtures) throws IOException, InterruptedException {
        for (TinyRun run : new TinyRun[] {TinyRun.FPO, TinyRun.SWFP_PRETRAINED}) {
            Path whole = Fixtures.run(fixtures, run, 0);
            for (String weights : new String[] {"float32", "bfloat16"}) {
                ChildJvm.mustSucceed(fixtures.resolve("export.log"), "export", whole.toString(), "--weights=" + weights,
                        "--out=" + folder.resolve(run + "-" + weights + ".policy"));
            }
        }
    }

    @Override
    public void learn(Path folder) throws IOException {
        for (Path file : Folders.files(folder)) {
            originals.put(file, PolicyFile.read(folder.resolve(file.toString())));
        }
    }

    @Override
    public Outcome read(Path folder, Path file) throws IOException {
        PolicyFile found = PolicyFile.read(folder.resolve(file.toString()));
        for (float[] numbers : new float[][] {found.shift(), found.scale(), found.parameters()}) {
            for (float number : numbers) {
                if (!Float.isFinite(number)) {
                    return Outcome.silent("read with a weight that is " + number);
                }
            }
        }
        Policy policy = Policy.of(found);
        policy.act(new float[policy.observationSize()], new float[policy.actionSize()], new SplittableRandom(1));
        PolicyFile original = originals.get(file);
        return original != null && found.spec().equals(original.spec()) && found.squash() == original.squash()
                && found.chunk() == original.chunk() && found.actionBound() == original.actionBound()
                && Arrays.equals(found.shift(), original.shift()) && Arrays.equals(found.scale(), original.scale())
                && Arrays.equals(found.parameters(), original.parameters()) ? Outcome.SAME : Outcome.OTHER;
    }
}
