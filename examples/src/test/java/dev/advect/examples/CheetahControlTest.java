package dev.advect.examples;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.advect.env.Step;
import dev.advect.envs.suite.Suite;
import dev.advect.envs.suite.SuiteEnv;
import dev.advect.export.Exports;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.mujoco.Data;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Actor.Arithmetic;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CheetahControlTest {
    private static final Acting ACTING = new Acting(true, 3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Drives the cheetah somehow. */
    private static FlowPolicy policy() {
        FlowPolicy policy = new FlowPolicy(
                17, 6, List.of(32, 32, 32, 32), 8, 0.25, new Sampling(Sampler.EULER, 10), 1, new Rng(2, 0));
        Rng random = new Rng(2, 1);
        try (HostTensor seen = new HostTensor(50, 17)) {
            for (long i = 0; i < seen.size(); i++) {
                seen.set(i, (float) random.nextGaussian());
            }
            policy.norm().observe(seen.segment(), 50);
        }
        policy.norm().refresh();
        return policy;
    }

    @Test
    void step_byStep_isWhatTheEnvironmentDoesWithTheTrainersPolicy() throws IOException {
        try (FlowPolicy trained = policy();
                Actor actor = new Actor(trained, ACTING, 1, 1, Arithmetic.LIBTORCH);
                SuiteEnv env = Suite.task("cheetah-run").create();
                Data data = env.model().newData()) {
            CheetahControl control =
                    new CheetahControl(Policy.of(Exports.file(trained, ACTING, Map.of())), env.model(), data);
            Step step = new Step(17);
            env.reset(new SplittableRandom(5), step.observation);
            control.reset(new SplittableRandom(5));
            SplittableRandom noises = new SplittableRandom(6);
            SplittableRandom random = new SplittableRandom(6);
            float[] noise = new float[6];
            float[] action = new float[6];
            double distance = 0;
            for (int t = 0; t < 20; t++) { // longer, and roundings grow: contacts are chaotic
                for (int j = 0; j < 6; j++) {
                    noise[j] = (float) noises.nextGaussian();
                }
                actor.act(step.observation, noise, action);
                env.step(action, step);
                assertThat(control.step(random)).isCloseTo(step.reward, within(1e-3));
                distance += Math.abs(control.speed());
            }
            assertThat(distance).isPositive();
            for (int i = 0; i < data.qpos().size(); i++) {
                assertThat(data.qpos().get(i)).isCloseTo(env.data().qpos().get(i), within(1e-3));
            }
        }
    }

    @Test
    void main_policyAndModel_runsAndSaysHowFar() throws IOException {
        Path file = folder.resolve("cheetah.policy");
        Path xml = folder.resolve("cheetah.xml");
        try (FlowPolicy policy = policy();
                OutputStream out = Files.newOutputStream(file);
                InputStream model = Objects.requireNonNull(
                        Suite.class.getResourceAsStream("cheetah.xml"), "the model is in the jar")) {
            PolicyFile content = Exports.file(policy, ACTING, Map.of());
            content.writeTo(out);
            Files.copy(model, xml);
        }
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CheetahControl.main(new String[] {file.toString(), xml.toString()});
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(11)
                .allMatch(line -> line.matches(" *\\d+\\.\\d s +-?\\d+\\.\\d m +-?\\d+\\.\\d\\d m/s|return \\d+\\.\\d"));
    }

    @Test
    void example_needsRuntimeAndMujocoOnly() {
        classes().that().haveFullyQualifiedName(CheetahControl.class.getName()).should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.advect.runtime..", "dev.advect.mujoco..", "dev.advect.examples..",
                        "org.jspecify..")
                .check(new ClassFileImporter().importClasses(CheetahControl.class));
    }
}
