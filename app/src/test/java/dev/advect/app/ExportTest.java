package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.random.Rng;
import dev.advect.runtime.Activation;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.GaussianSpec;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.Solver;
import dev.advect.train.Algorithm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** From a run to a file, and from the file to actions. */
class ExportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path fpo;

    @SuppressWarnings("NullAway.Init")
    private static Path ppo;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @BeforeAll
    static void train() {
        fpo = folder.resolve("fpo");
        ppo = folder.resolve("ppo");
        assertThat(Shell.train(fpo).code()).isZero();
        assertThat(Shell.train(ppo, "--algo=ppo").code()).isZero();
    }

    @Test
    void export_flow_holdsAllThatActingTakes() throws IOException {
        Path out = scratch.resolve("p.policy");

        Shell.Result result = Shell.run("export", fpo.toString(), "--out=" + out);

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith(out + ": cartpole-balance, step 256, 5 observed, 1 actions, ");
        PolicyFile file = PolicyFile.read(out);
        assertThat(file.spec()).isEqualTo(new FlowSpec(
                5, 1, List.of(8), 8, 0.25, 1, FlowSpec.uniform(1, 0, 10), Solver.EULER, 1));
        assertThat(file.actionBound()).isEqualTo(3);
        assertThat(file.shift()).isNotEqualTo(new float[5]);
        assertThat(file.info())
                .containsExactlyInAnyOrderEntriesOf(Map.of("env", "cartpole-balance", "algo", "fpo", "step", "256"));
    }

    @Test
    void export_otherSampler_isInTheFile() throws IOException {
        Path out = scratch.resolve("p.policy");

        Shell.Result result = Shell.run(
                "export", fpo.toString(), "--out=" + out, "--sampler=rk4", "--schedule=1,0.4,0", "--checkpoint=latest");

        assertThat(result.code()).isZero();
        FlowSpec spec = (FlowSpec) PolicyFile.read(out).spec();
        assertThat(spec.solver()).isEqualTo(Solver.RK4);
        assertThat(spec.times()).containsExactly(1.0, 0.4, 0.0);
    }

    @Test
    void export_weightsOfBfloat16_actALittleDifferently_inAShorterFile() throws IOException {
        Path exact = scratch.resolve("exact.policy");
        Path rounded = scratch.resolve("rounded.policy");
        assertThat(Shell.run("export", fpo.toString(), "--out=" + exact).code()).isZero();

        Shell.Result result = Shell.run("export", fpo.toString(), "--out=" + rounded, "--weights=bfloat16");

        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("differ from those of float32 by 0\\.00\\d\\d .* by 0\\.0\\d\\d\\d at most")
                .doesNotContain("by 0.0000 at most");
        assertThat(Files.size(rounded)).isLessThan(Files.size(exact));
        assertThat(PolicyFile.read(rounded).parameters()).isEqualTo(PolicyFile.read(exact).rounded().parameters());
    }

    @Test
    void export_onnxOfBfloat16_isRefused() {
        Shell.Result refused = Shell.run("export", fpo.toString(), "--out=" + scratch.resolve("x.onnx"), "--format=onnx",
                "--weights=bfloat16");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: --weights=bfloat16 is for --format=policy");
    }

    @Test
    void export_gaussian_samplerIsRefused() throws IOException {
        Path out = scratch.resolve("p.policy");

        assertThat(Shell.run("export", ppo.toString(), "--out=" + out).code()).isZero();
        Shell.Result refused = Shell.run("export", ppo.toString(), "--out=" + out, "--flow-steps=2");

        assertThat(PolicyFile.read(out).spec()).isEqualTo(new GaussianSpec(5, 1, List.of(8), 1e-3));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: --sampler, --flow-steps, --schedule and --sde-noise are for flow");
    }

    @Test
    void export_everyAlgorithm_isAFileThatActs_orSaysWhyNot() throws IOException {
        List<Algorithm> exported = new ArrayList<>();
        for (Algorithm algo : Algorithm.values()) {
            Path run = scratch.resolve(algo.name());
            assertThat(train(algo, run)).as("%s", algo).isZero();
            Path out = file(algo);
            Shell.Result result = Shell.run("export", run.toString(), "--out=" + out);
            if (result.code() == 0) {
                exported.add(algo);
                assertThat(Shell.run("export", run.toString(), "--format=onnx", "--out=" + out + ".onnx").code()).isZero();
                JsonNode action = new ObjectMapper().readTree(act(out, "[1,0,0,0.5,-2]").out());
                assertThat(action.size()).isEqualTo(PolicyFile.read(out).spec().actionSize());
            } else {
                assertThat(result.err()).startsWith("error: the policy cannot be exported: its actions are not those of");
            }
        }
        assertThat(exported).containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(Algorithm.IBRL, Algorithm.QC)));
        FlowSpec dppo = (FlowSpec) PolicyFile.read(file(Algorithm.DPPO)).spec();
        assertThat(dppo.solver()).isEqualTo(Solver.DENOISING);
        assertThat(dppo.stochasticByDefault()).isFalse();
        PolicyFile swfp = PolicyFile.read(file(Algorithm.SWFP));
        assertThat(swfp.spec().networks()).isEqualTo(5);
        assertThat(swfp.spec().actionSize()).isEqualTo(2);
        assertThat(swfp.chunk()).isEqualTo(2);
        PolicyFile fql = PolicyFile.read(file(Algorithm.FQL));
        assertThat(((FlowSpec) fql.spec()).steps()).isEqualTo(1);
        assertThat(fql.chunk()).isEqualTo(2);
        GaussianSpec rlpd = (GaussianSpec) PolicyFile.read(file(Algorithm.RLPD)).spec();
        assertThat(rlpd.activation()).isEqualTo(Activation.RELU);
    }

    private Path file(Algorithm algo) {
        return scratch.resolve(algo.name() + ".policy");
    }

    private static int train(Algorithm algo, Path run) {
        return switch (algo) {
            case FPO, FPO_PLUS_PLUS, REFPO, FPO_JOINT, PPO, LATENT -> Shell.train(run, "--algo=" + algo).code();
            case DPPO -> Shell.train(run, "--algo=dppo", "--set=zeroNoiseEvaluation=true").code();
            case SWFP -> offPolicy(run, "swfp", "--set=swfp.hidden=[8]", "--set=loop.chunk=2", "--set=loop.horizon=2");
            case RLPD -> offPolicy(run, "rlpd", "--set=rlpd.hidden=[8]");
            case CALQL -> offPolicy(run, "calql", "--set=calql.hidden=[8]");
            case IBRL -> offPolicy(run, "ibrl", "--set=ibrl.hidden=[8]");
            case FQL -> offPolicy(run, "fql", "--set=fql.hidden=[8]", "--set=loop.chunk=2", "--set=loop.horizon=2");
            case QC -> offPolicy(run, "qc", "--set=qc.hidden=[8]");
        };
    }

    private static int offPolicy(Path run, String algo, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--env=cartpole-balance", "--run-dir=" + run, "--steps=256",
                "--threads=2", "--algo=" + algo, "--set=loop.warmUp=64", "--set=loop.updatesPerStep=0.05",
                "--set=loop.policyEvery=1", "--set=loop.batchSize=16", "--set=critic.hidden=[8]",
                "--set=evaluationEpisodes=2"));
        args.addAll(List.of(more));
        return Shell.run(args.toArray(String[]::new)).code();
    }

    @Test
    void export_onnx_isAGraph() throws IOException {
        Path out = scratch.resolve("p.onnx");

        Shell.Result result = Shell.run("export", fpo.toString(), "--format=onnx", "--out=" + out);

        assertThat(result.code()).isZero();
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1))
                .contains("advect", "observation", "noise", "action", "Gemm", "Sigmoid", "Tanh", "cartpole-balance");
        assertThat(Shell.run("act", out.toString()).err()).startsWith("error: " + out + ": a header of ");
    }

    @Test
    void act_linesOfObservations_areAnsweredByActions() throws IOException {
        Path out = scratch.resolve("p.policy");
        assertThat(Shell.run("export", fpo.toString(), "--out=" + out).code()).isZero();

        Shell.Result stochastic = act(out, "[1,0,0,0.5,-2]\n\n[0,0,0,0,0]\n", "--seed=3");
        Shell.Result deterministic = act(out, "[1,0,0,0.5,-2]", "--deterministic");

        Policy policy = Policy.load(out);
        Rng random = new Rng(3, 0);
        float[] action = new float[1];
        policy.act(new float[] {1, 0, 0, 0.5f, -2}, action, random);
        assertThat(stochastic.err()).isEmpty();
        List<String> lines = stochastic.out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertThat(first.get(0).asDouble()).isCloseTo(action[0], within(1e-6));
        policy.act(new float[5], action, random);
        assertThat(new ObjectMapper().readTree(lines.getLast()).get(0).asDouble()).isCloseTo(action[0], within(1e-6));
        policy.act(new float[] {1, 0, 0, 0.5f, -2}, action);
        assertThat(new ObjectMapper().readTree(deterministic.out()).get(0).asDouble()).isCloseTo(action[0], within(1e-6));
        assertThat(act(out, "[1,0,0,0.5,-2]", "--zero-noise").out()).isEqualTo(deterministic.out());
    }

    @Test
    void act_linesThatAreNone_sayWhich() throws IOException {
        Path out = scratch.resolve("p.policy");
        assertThat(Shell.run("export", fpo.toString(), "--out=" + out).code()).isZero();

        assertThat(act(out, "[1,0,0,0,0]\n[1,2]").err())
                .startsWith("error: line 2 is not an array of 5 numbers, which this policy observes");
        assertThat(act(out, "[1,0,0,0,\"1\"]").err()).startsWith("error: line 1 is not an array of 5 numbers");
        assertThat(act(out, "[1,0,0,0,1e99]").err()).startsWith("error: line 1 is not an array of 5 numbers");
        assertThat(act(out, "{").err()).startsWith("error: line 1 is no JSON");
        assertThat(act(scratch.resolve("none"), "").err()).startsWith("error: there is no file ");
    }

    private static Shell.Result act(Path file, String lines, String... more) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        try {
            String[] args = new String[2 + more.length];
            args[0] = "act";
            args[1] = file.toString();
            System.arraycopy(more, 0, args, 2, more.length);
            return Shell.run(args);
        } finally {
            System.setIn(before);
        }
    }
}
