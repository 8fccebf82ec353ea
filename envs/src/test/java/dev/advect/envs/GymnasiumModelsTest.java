package dev.advect.envs;

import dev.advect.env.Step;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.random.Rng;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** The models that Python's package gymnasium brings; without pip, or where it has no such package, nothing is tested. */
class GymnasiumModelsTest {
    private static final Path FOLDER = Path.of("target/gymnasium").toAbsolutePath();
    private static final String INSIDE = "gymnasium/envs/mujoco/assets/";

    /** Positions, velocities and actuators of the models, as gymnasium's documentation gives them. */
    private static final Map<String, List<Integer>> SIZES = Map.ofEntries(
            Map.entry("ant.xml", List.of(15, 14, 8)), Map.entry("half_cheetah.xml", List.of(9, 9, 6)),
            Map.entry("hopper.xml", List.of(6, 6, 3)), Map.entry("humanoid.xml", List.of(24, 23, 17)),
            Map.entry("humanoidstandup.xml", List.of(24, 23, 17)), Map.entry("inverted_pendulum.xml", List.of(2, 2, 1)),
            Map.entry("inverted_double_pendulum.xml", List.of(3, 3, 1)), Map.entry("pusher.xml", List.of(11, 11, 7)),
            Map.entry("reacher.xml", List.of(4, 4, 2)), Map.entry("swimmer.xml", List.of(5, 5, 2)),
            Map.entry("walker2d.xml", List.of(9, 9, 6)));

    private static List<Path> files = List.of();

    @BeforeAll
    static void fetch() throws Exception {
        if (wheels().isEmpty()) {
            download();
        }
        assumeFalse(wheels().isEmpty(), "there is no gymnasium");
        unpack(wheels().getFirst());
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
        }
    }

    @Test
    void models_haveTheSizesOfTheDocumentation() {
        assertThat(files.stream().map(file -> file.getFileName().toString())).containsAll(SIZES.keySet());
        for (Path file : files) {
            try (Model model = Model.fromFile(file)) {
                List<Integer> sizes = List.of(model.nq(), model.nv(), model.nu());
                assertThat(sizes).as("%s", file).isEqualTo(SIZES.getOrDefault(file.getFileName().toString(), sizes));
            }
        }
    }

    @Test
    void environments_ofAllModels_runAnEpisode() {
        for (Path file : files) {
            MujocoEnvFactory factory = MujocoEnv.fromFile("of gymnasium", file)
                    .observe(data -> List.of(data.qpos(), data.qvel()))
                    .reward((data, action) -> 1)
                    .build();
            try (MujocoEnv env = factory.create()) {
                Step step = new Step(env.spec().observationSize());
                Rng random = new Rng(1, 2);
                env.reset(random, step.observation);
                float[] action = new float[env.spec().actionSize()];
                for (int i = 0; i < 500; i++) {
                    for (int j = 0; j < action.length; j++) {
                        action[j] = (float) random.nextDouble(-1, 1);
                    }
                    env.step(action, step);
                }
                assertThat(env.divergences()).as("%s", file).isZero();
                assertThat(env.data().steps()).isGreaterThanOrEqualTo(500);
                assertThat(env.data().qvel().toArray()).as("%s", file).isNotEqualTo(new double[env.model().nv()]);
            }
        }
    }

    /** Each name gives a view on the numbers that its index gives. */
    @Test
    void views_ofAllNames_areThoseOfTheirIndices() {
        for (Path file : files) {
            try (Model model = Model.fromFile(file);
                    Data data = model.newData()) {
                data.step(10);
                data.forward();
                int named = 0;
                for (String name : names(model, ObjectType.BODY)) {
                    int id = data.body(name).id();
                    assertThat(data.body(name).xpos().toArray()).isEqualTo(data.xpos().slice(3 * id, 3).toArray());
                    named++;
                }
                for (String name : names(model, ObjectType.JOINT)) {
                    int id = data.joint(name).id();
                    assertThat(data.joint(name).qvel().get(0)).isEqualTo(data.qvel().get(model.jntDofadr().get(id)));
                    named++;
                }
                for (String name : names(model, ObjectType.GEOM)) {
                    assertThat(data.geom(name).xmat().toArray())
                            .isEqualTo(data.geomXmat().slice(9 * data.geom(name).id(), 9).toArray());
                    named++;
                }
                for (String name : names(model, ObjectType.SITE)) {
                    assertThat(data.site(name).xpos().get(2)).isEqualTo(data.siteXpos().get(3 * data.site(name).id() + 2));
                }
                for (String name : names(model, ObjectType.ACTUATOR)) {
                    assertThat(data.actuator(name).force().get(0))
                            .isEqualTo(data.actuatorForce().get(data.actuator(name).id()));
                }
                assertThat(named).as("%s", file).isPositive();
            }
        }
    }

    private static List<String> names(Model model, ObjectType type) {
        return model.names(type).stream().filter(name -> !name.isEmpty()).toList();
    }

    private static List<Path> wheels() throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".whl")).toList();
        }
    }

    private static void download() throws IOException, InterruptedException {
        Path log = FOLDER.resolve("pip.log");
        try {
            Process pip = new ProcessBuilder("python3", "-m", "pip", "download", "--no-deps", "--only-binary=:all:",
                    "--no-input", "--retries=0", "--timeout=20", "--dest", FOLDER.toString(), "gymnasium")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!pip.waitFor(5, TimeUnit.MINUTES)) {
                pip.destroyForcibly();
            }
        } catch (IOException e) {
            Files.writeString(log, e.toString());
        }
        if (wheels().isEmpty()) {
            System.err.println("The models of gymnasium are not tested: pip does not get the package, see " + log);
        }
    }

    private static void unpack(Path wheel) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            zip.stream().filter(entry -> entry.getName().startsWith(INSIDE) && !entry.isDirectory())
                    .forEach(entry -> unpack(zip, entry));
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry) {
        Path name = Path.of(entry.getName()).getFileName();
        try {
            Files.write(FOLDER.resolve(name), zip.getInputStream(entry).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
