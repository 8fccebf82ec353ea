package dev.advect.app.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.app.Shell;
import dev.advect.io.Safetensors;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.LatentSpec;
import dev.advect.runtime.PolicyFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** From a flow to a latent actor on it. */
class DistillTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private static Path fpo;

    @SuppressWarnings("NullAway.Init")
    private static Path ppo;

    @BeforeAll
    static void train() {
        fpo = folder.resolve("fpo");
        ppo = folder.resolve("ppo");
        assertThat(run("train", "--env=cartpole-balance", "--run-dir=" + fpo, "--steps=256", "--set=fpo.flowSteps=3").code()).isZero();
        assertThat(run("train", "--algo=ppo", "--env=cartpole-balance", "--run-dir=" + ppo, "--steps=256").code()).isZero();
    }

    /** A command with few environments and small networks. */
    private static Shell.Result run(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--threads=2", "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.unrollsPerEnv=1",
                "--set=loop.minibatches=2", "--set=loop.epochs=1", "--set=policyHidden=[8]", "--set=valueHidden=[8]",
                "--set=evaluationEpisodes=2"));
        return Shell.run(all.toArray(String[]::new));
    }

    @Test
    void distill_keepsTheFlow_trainsTheActor_andTheRunIsOneLikeAnyOther() throws IOException {
        Path out = scratch.resolve("latent");

        Shell.Result result = run("distill", fpo.toString(), "--out=" + out, "--steps=128");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("latent actor for cartpole-balance on the flow of " + fpo + ", step 256, 2 threads");
        float[] flow = policy(fpo);
        float[] latent = policy(out);
        assertThat(Arrays.copyOfRange(latent, latent.length - flow.length, latent.length)).containsExactly(flow);
        assertThat(Arrays.copyOf(latent, latent.length - flow.length)).isNotEqualTo(new float[latent.length - flow.length]);
        assertThat(Files.readString(out.resolve("config.yaml"))).contains("flowSteps: 3", "actionBound: 3.0", "algo: latent");
        assertThat(Shell.run("train", "--resume=" + out, "--steps=256").code()).isZero();
        JsonNode evaluated = new ObjectMapper().readTree(
                Shell.run("eval", out.toString(), "--deterministic", "--episodes=2", "--json").out());
        assertThat(evaluated.get("episodes").asInt()).isEqualTo(2);
        Path file = scratch.resolve("p.policy");
        assertThat(Shell.run("export", out.toString(), "--out=" + file).code()).isZero();
        LatentSpec spec = (LatentSpec) PolicyFile.read(file).spec();
        assertThat(spec.actorHidden()).containsExactly(8);
        assertThat(spec.flow().steps()).isEqualTo(3);
        assertThat(spec.stochasticByDefault()).isFalse();
        assertThat(Shell.run("export", out.toString(), "--format=onnx", "--out=" + scratch.resolve("p.onnx")).code()).isZero();
    }

    private static float[] policy(Path run) throws IOException {
        try (var files = Files.walk(run.resolve("checkpoints"))) {
            Path last = files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList().getLast();
            return Safetensors.read(last).state().floats("policy.parameters");
        }
    }

    @Test
    void distill_otherSolver_isTheNewRuns() throws IOException {
        Path out = scratch.resolve("one");

        assertThat(run("distill", fpo.toString(), "--out=" + out, "--steps=64", "--sampler=heun", "--schedule=1,0.5,0").code()).isZero();

        Path file = scratch.resolve("p.policy");
        assertThat(Shell.run("export", out.toString(), "--out=" + file).code()).isZero();
        FlowSpec flow = ((LatentSpec) PolicyFile.read(file).spec()).flow();
        assertThat(flow.times()).containsExactly(1.0, 0.5, 0.0);
    }

    /** Its flow is in no file of the run yet. */
    @Test
    void resume_withoutACheckpoint_isRefused() throws IOException {
        Path out = scratch.resolve("latent");
        assertThat(run("distill", fpo.toString(), "--out=" + out, "--steps=128").code()).isZero();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(out) && !file.equals(out.resolve("config.yaml"))) {
                    Files.delete(file);
                }
            }
        }

        assertThat(Shell.run("train", "--resume", out.toString()).err())
                .startsWith("error: " + out + " has no checkpoint yet, and the flow that its actor is for is another run's");
    }

    @Test
    void distill_whatIsNotPossible_saysWhy() {
        Path out = scratch.resolve("none");

        assertThat(run("distill", ppo.toString(), "--out=" + out).err())
                .startsWith("error: distill takes runs of fpo, fpo++, refpo and fpo-joint; this one's policy is that of ppo");
        assertThat(run("distill", fpo.toString(), "--out=" + out, "--env=cheetah-run").err())
                .startsWith("error: --env=cheetah-run has 17 observations and 6 actions, the flow has 5 and 1");
        assertThat(run("distill", fpo.toString(), "--out=" + out, "--sampler=sde").err())
                .startsWith("error: distill needs a flow without noise along the way");
        assertThat(run("distill", fpo.toString(), "--out=" + out, "--set=latent.flowSteps=4").err())
                .startsWith("error: 'latent.flowSteps' is not for --set");
        assertThat(run("distill", fpo.toString(), "--out=" + fpo).err()).startsWith("error: run directory " + fpo + " exists already");
        assertThat(out).doesNotExist();
    }
}
