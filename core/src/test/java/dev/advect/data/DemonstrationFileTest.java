package dev.advect.data;

import dev.advect.data.DemonstrationFile.Format;
import dev.advect.env.ObservationPart;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemonstrationFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Two episodes: one of 3 steps that terminates, one of 2 that is cut off. */
    private static Demonstrations two() {
        return new Demonstrations(2, 1, new float[] {0, 1, 2, 3, 4, 5, 10, 11, 12, 13}, new float[] {.1f, .2f, .3f, .4f, .5f},
                new float[] {0, 0, 1, 2, 3}, new float[] {2, 3, 4, 5, 6, 7, 12, 13, 14, 15},
                new boolean[] {false, false, true, false, false}, new boolean[] {false, false, false, false, true},
                new int[] {0, 3});
    }

    private Path hdf(Consumer<WritableHdfFile> content) {
        Path file = folder.resolve("file.hdf5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            content.accept(hdf);
        }
        return file;
    }

    private static void assertSame(Demonstrations found, Demonstrations expected) {
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    }

    // ---- robomimic

    @Test
    void robomimic_writtenAndRead_isTheSame() throws IOException {
        Path file = folder.resolve("two.hdf5");

        DemonstrationFile.write(file, two(), "point-mass");

        DemonstrationFile.Contents contents = DemonstrationFile.read(file, ReadOptions.NONE);
        assertSame(contents.demonstrations(), two());
        assertThat(contents.format()).isEqualTo(Format.ROBOMIMIC);
        assertThat(contents.environment()).isEqualTo("{\"env_name\": \"point-mass\", \"type\": 2, \"env_kwargs\": {}}");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    /** A demonstration of 2 steps, keys b and a, without next_obs. */
    private static void demo(WritableGroup data, int number, double[][] actions) {
        WritableGroup demo = data.putGroup("demo_" + number);
        demo.putDataset("actions", actions);
        demo.putDataset("rewards", new double[] {0, number});
        demo.putDataset("dones", new int[] {0, 1});
        WritableGroup obs = demo.putGroup("obs");
        obs.putDataset("b", new float[][] {{number, 1}, {number, 2}});
        obs.putDataset("a", new float[] {7, 8});
        obs.putDataset("picture", new float[2][3][3]);
    }

    /** A mask names the demonstrations that are read; another name is refused with those that there are. */
    @Test
    void robomimic_mask_selectsDemonstrations() throws IOException {
        Path file = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            for (int number = 0; number < 3; number++) {
                demo(data, number, new double[][] {{number / 10.0}, {0.5}});
            }
            WritableGroup mask = hdf.putGroup("mask");
            mask.putDataset("train", new String[] {"demo_2", "demo_0"});
            mask.putDataset("valid", new String[] {"demo_9"});
        });

        Demonstrations train =
                DemonstrationFile.read(file, new ReadOptions(List.of("a"), 0, false, false, "train")).demonstrations();

        assertThat(train.episodes()).isEqualTo(2);
        assertThat(train.action()).containsExactly(0, 0.5f, 0.2f, 0.5f);
        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of("a"), 0, false, false, "test")))
                .hasMessageContaining("there is no list 'mask/test' of demonstrations; there are train, valid");
        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of("a"), 0, false, false, "valid")))
                .hasMessageContaining("the group 'data/demo_9' is missing");
    }

    @Test
    void robomimic_partsOfObservations_areJoinedByNameOrAsAsked() throws IOException {
        Path file = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            demo(data, 10, new double[][] {{.3}, {.4}});
            demo(data, 2, new double[][] {{.1}, {.2}});
        });

        Demonstrations all = DemonstrationFile.read(file);
        Demonstrations asked = DemonstrationFile.read(file, new ReadOptions(List.of("b"), 0)).demonstrations();

        assertThat(all.observation()).containsExactly(7, 2, 1, 8, 2, 2, 7, 10, 1, 8, 10, 2);
        assertThat(all.action()).containsExactly(.1f, .2f, .3f, .4f); // demo_2 before demo_10
        assertThat(asked.observation()).containsExactly(2, 1, 2, 2, 10, 1, 10, 2);
        // where a terminated step led does not matter
        assertThat(asked.nextObservation()).containsExactly(2, 2, 2, 2, 10, 2, 10, 2);
    }

    @Test
    void robomimic_doneWithin_whatFollowsIsAnEpisode() throws IOException {
        Path file = hdf(hdf -> {
            WritableGroup demo = hdf.putGroup("data").putGroup("demo_0");
            demo.putDataset("actions", new float[][] {{1}, {1}, {1}, {1}});
            demo.putDataset("rewards", new float[] {0, 1, 0, 0});
            demo.putDataset("dones", new byte[] {0, 1, 0, 0});
            demo.putGroup("obs").putDataset("flat", new float[][] {{0}, {1}, {2}, {3}});
        });

        Demonstrations found = DemonstrationFile.read(file);

        // where the last step led is not known: it is left out, and the one before was cut off
        assertThat(found.starts()).containsExactly(0, 2);
        assertThat(found.terminated()).containsExactly(false, true, false);
        assertThat(found.truncated()).containsExactly(false, false, true);
        assertThat(found.nextObservation()).containsExactly(1, 2, 3);
    }

    @Test
    void robomimic_numbersThatDiffer_areRefused() {
        Path file = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            demo(data, 0, new double[][] {{.1}, {.2}});
            data.putAttribute("total", 3L);
        });

        assertThatThrownBy(() -> DemonstrationFile.read(file)).isInstanceOf(DemonstrationException.class)
                .hasMessage(file + ": 'data' holds 2 steps, its attribute total says 3: where the steps are right, advect data "
                        + "convert --ignore-counts writes a file that says so");
    }

    @Test
    void robomimic_numbersThatDiffer_areReadIfAsked() throws IOException {
        Path file = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            demo(data, 0, new double[][] {{.1}, {.2}});
            data.putAttribute("total", 3L);
        });

        assertThat(DemonstrationFile.read(file, new ReadOptions(List.of(), 0, false, true)).demonstrations().steps())
                .isEqualTo(2);
    }

    @Test
    void robomimic_missingKey_isNamed() {
        Path file = hdf(hdf -> hdf.putGroup("data").putGroup("demo_0").putDataset("actions", new float[][] {{1}}));

        assertThatThrownBy(() -> DemonstrationFile.read(file)).isInstanceOf(DemonstrationException.class)
                .hasMessage(file + ": the data set 'data/demo_0/obs' is missing; there are actions");
    }

    @Test
    void robomimic_unknownObservationKey_isNamed() {
        Path file = hdf(hdf -> demo(hdf.putGroup("data"), 0, new double[][] {{.1}, {.2}}));

        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of("object"), 0)))
                .hasMessage(file + ": the data set 'data/demo_0/obs/object' is missing; there are a, b, picture");
        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of("picture"), 0)))
                .hasMessageContaining("'data/demo_0/obs/picture' has 3 dimensions");
    }

    @Test
    void robomimic_otherShapes_areRefused() {
        Path rows = hdf(hdf -> demo(hdf.putGroup("data"), 0, new double[][] {{.1}, {.2}, {.3}}));
        assertThatThrownBy(() -> DemonstrationFile.read(rows)).hasMessageContaining("'data/demo_0/obs' has 2 rows, the actions have 3");

        Path columns = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            demo(data, 0, new double[][] {{.1}, {.2}});
            demo(data, 1, new double[][] {{.1, .1}, {.2, .1}});
        });
        assertThatThrownBy(() -> DemonstrationFile.read(columns))
                .hasMessageContaining("'data/demo_1/actions' has 2 components a step, elsewhere there are 1");
    }

    @Test
    void robomimic_notANumber_isNamed() {
        Path file = hdf(hdf -> demo(hdf.putGroup("data"), 0, new double[][] {{.1}, {Double.NaN}}));

        assertThatThrownBy(() -> DemonstrationFile.read(file))
                .hasMessage(file + ": the data set 'data/demo_0/actions' holds NaN in row 1");
    }

    @Test
    void robomimic_parts_haveNamesAndTheSameOnesEverywhere() throws IOException {
        Path file = hdf(hdf -> demo(hdf.putGroup("data"), 0, new double[][] {{.1}, {.2}}));
        assertThat(DemonstrationFile.read(file).parts())
                .containsExactly(new ObservationPart("a", 1), new ObservationPart("b", 2));

        Path other = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            demo(data, 0, new double[][] {{.1}, {.2}});
            WritableGroup second = data.putGroup("demo_1");
            second.putDataset("actions", new float[][] {{1}});
            second.putDataset("rewards", new float[] {1});
            second.putDataset("dones", new int[] {1});
            WritableGroup obs = second.putGroup("obs");
            obs.putDataset("b", new float[][] {{1}});
            obs.putDataset("c", new float[][] {{1, 2}});
        });
        assertThatThrownBy(() -> DemonstrationFile.read(other))
                .hasMessage(other + ": 'data/demo_1/obs' is made of b 1, c 2, elsewhere observations are of a 1, b 2");
    }

    /** Parts in an order that is not that of their names, one of them in a group of its own. */
    private static Demonstrations parted() {
        return new Demonstrations(4, 1, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new float[] {0, 1}, new float[] {0, 1},
                new float[] {5, 6, 7, 8, 9, 10, 11, 12}, new boolean[] {false, true}, new boolean[2], new int[] {0},
                List.of(new ObservationPart("state", 2), new ObservationPart("arm/tip", 1), new ObservationPart("goal", 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parted.hdf5", "parted.safetensors"})
    void parts_writtenAndRead_keepNamesAndOrder(String name) throws IOException {
        Path file = folder.resolve(name);

        DemonstrationFile.write(file, parted());

        assertSame(DemonstrationFile.read(file), parted());
    }

    @Test
    void robomimic_partsWritten_areKeysThatCanBeAskedFor() throws IOException {
        Path file = folder.resolve("parted.hdf5");

        DemonstrationFile.write(file, parted());

        Demonstrations some = DemonstrationFile.read(file, new ReadOptions(List.of("goal", "arm/tip"), 0)).demonstrations();
        assertThat(some.observation()).containsExactly(4, 3, 8, 7);
        assertThat(some.parts()).containsExactly(new ObservationPart("goal", 1), new ObservationPart("arm/tip", 1));
    }

    private static void assertKeysRefused(Path file, String message) {
        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of("a"), 0)))
                .isInstanceOf(DemonstrationException.class).hasMessage(file + ": " + message);
    }

    /** An observation that is a single data set is read whole, also in a file that states an order of parts. */
    @Test
    void robomimic_observationWithoutParts_keysAreRefused() throws IOException {
        Path file = hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            data.putAttribute("obs_keys", new String[] {"a", "b"});
            WritableGroup demo = data.putGroup("demo_0");
            demo.putDataset("actions", new float[][] {{0}, {1}});
            demo.putDataset("rewards", new float[] {0, 1});
            demo.putDataset("dones", new byte[] {0, 1});
            demo.putDataset("obs", new float[][] {{1, 2}, {3, 4}});
        });

        assertThat(DemonstrationFile.read(file).observation()).containsExactly(1, 2, 3, 4);
        assertKeysRefused(file, "the data set 'data/demo_0/obs' has no named parts, --keys is not possible");
    }

    // ---- D4RL

    private static void flat(WritableHdfFile hdf, boolean timeouts) {
        hdf.putDataset("observations", new float[][] {{0}, {1}, {2}, {3}, {4}, {5}});
        hdf.putDataset("actions", new float[][] {{.0f}, {.1f}, {.2f}, {.3f}, {.4f}, {.5f}});
        hdf.putDataset("rewards", new float[] {0, 1, 2, 3, 4, 5});
        hdf.putDataset("terminals", new byte[] {0, 1, 0, 0, 0, 0});
        if (timeouts) {
            hdf.putDataset("timeouts", new byte[] {0, 0, 0, 0, 1, 0});
        }
    }

    @Test
    void d4rl_withoutNextObservations_leavesOutWhatLedNowhere() throws IOException {
        Path file = hdf(hdf -> flat(hdf, true));

        DemonstrationFile.Contents contents = DemonstrationFile.read(file, ReadOptions.NONE);

        // episodes 0-1 (terminated), 2-4 (its last step left out), 5 (nothing is left of it)
        Demonstrations found = contents.demonstrations();
        assertThat(contents.format()).isEqualTo(Format.D4RL);
        assertThat(found.reward()).containsExactly(0, 1, 2, 3);
        assertThat(found.nextObservation()).containsExactly(1, 1, 3, 4);
        assertThat(found.terminated()).containsExactly(false, true, false, false);
        assertThat(found.truncated()).containsExactly(false, false, false, true);
        assertThat(found.starts()).containsExactly(0, 2);
    }

    @Test
    void d4rl_withNextObservations_keepsEveryStep() throws IOException {
        Path file = hdf(hdf -> {
            flat(hdf, true);
            hdf.putDataset("next_observations", new float[][] {{10}, {11}, {12}, {13}, {14}, {15}});
        });

        Demonstrations found = DemonstrationFile.read(file);

        assertThat(found.nextObservation()).containsExactly(10, 11, 12, 13, 14, 15);
        assertThat(found.truncated()).containsExactly(false, false, false, false, true, true);
        assertThat(found.starts()).containsExactly(0, 2, 5);
    }

    @Test
    void d4rl_withoutTimeouts_needsTheLengthOfEpisodes() throws IOException {
        Path file = hdf(hdf -> flat(hdf, false));

        assertThatThrownBy(() -> DemonstrationFile.read(file)).hasMessageContaining("'timeouts' is missing")
                .hasMessageContaining("--episode-steps=N");
        Demonstrations found = DemonstrationFile.read(file, new ReadOptions(List.of(), 2)).demonstrations();
        assertThat(found.starts()).containsExactly(0, 2, 3); // 0-1 terminated; 2 of 2-3; 4 of 4-5
        assertThat(found.reward()).containsExactly(0, 1, 2, 4);
    }

    @Test
    void d4rl_stepsLeftOut_areSaid() throws IOException {
        assertThat(DemonstrationFile.read(hdf(hdf -> flat(hdf, true)), ReadOptions.NONE).notes()).containsExactly(
                "2 steps are left out, each the last before a cut: the file does not say where they led");
    }

    @Test
    void d4rl_otherThanKitchen_keysAreRefused() {
        assertKeysRefused(hdf(hdf -> flat(hdf, true)), "the observation has no named parts, --keys is not possible");
    }

    /** Two episodes of two steps; component i of row t is 100 t + i, beside 9 actions. */
    private static void kitchen(WritableHdfFile hdf) {
        float[][] observations = new float[4][60];
        for (int t = 0; t < 4; t++) {
            for (int i = 0; i < 60; i++) {
                observations[t][i] = 100 * t + i;
            }
        }
        hdf.putDataset("observations", observations);
        hdf.putDataset("actions", new float[4][9]);
        hdf.putDataset("rewards", new float[] {0, 1, 0, 2});
        hdf.putDataset("terminals", new byte[] {0, 1, 0, 1});
        hdf.putDataset("timeouts", new byte[4]);
    }

    @Test
    void d4rl_kitchen_goalIsLeftOutByName() throws IOException {
        Path file = hdf(DemonstrationFileTest::kitchen);

        Demonstrations found = DemonstrationFile.read(file, new ReadOptions(List.of("robot_qpos", "object_qpos"), 0))
                .demonstrations();
        Demonstrations turned = DemonstrationFile.read(file, new ReadOptions(List.of("goal", "robot_qpos"), 0))
                .demonstrations();

        assertThat(found.observationSize()).isEqualTo(30);
        assertThat(found.parts()).containsExactly(new ObservationPart("robot_qpos", 9), new ObservationPart("object_qpos", 21));
        assertThat(Arrays.copyOfRange(found.observation(), 27, 34)).containsExactly(27, 28, 29, 100, 101, 102, 103);
        assertThat(found.nextObservation()[0]).isEqualTo(100);
        assertThat(Arrays.copyOfRange(turned.observation(), 28, 41)).containsExactly(58, 59, 0, 1, 2, 3, 4, 5, 6, 7, 8, 130, 131);
        assertThat(turned.observationSize()).isEqualTo(39);
    }

    @Test
    void d4rl_kitchen_whole_saysHowTheGoalGoes_andOtherPartsAreRefused() throws IOException {
        Path file = hdf(DemonstrationFileTest::kitchen);

        DemonstrationFile.Contents whole = DemonstrationFile.read(file, ReadOptions.NONE);

        assertThat(whole.demonstrations().observationSize()).isEqualTo(60);
        assertThat(whole.demonstrations().parts()).isEmpty();
        assertThat(whole.notes()).containsExactly("the observation looks like that of Franka Kitchen, robot_qpos 9, "
                + "object_qpos 21, goal 30: --keys=robot_qpos,object_qpos leaves the goal out");
        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of("robot_qvel"), 0)))
                .hasMessage(file + ": the observation of Franka Kitchen has no part 'robot_qvel'; it is made of robot_qpos 9, "
                        + "object_qpos 21, goal 30");
    }

    // ---- Minari

    private static void minari(WritableHdfFile hdf, int rows) {
        WritableGroup episode = hdf.putGroup("episode_0");
        float[][] observations = new float[rows][1];
        for (int i = 0; i < rows; i++) {
            observations[i][0] = i;
        }
        episode.putDataset("observations", observations);
        episode.putDataset("actions", new float[][] {{.1f}, {.2f}});
        episode.putDataset("rewards", new double[] {1, 2});
        episode.putDataset("terminations", new byte[] {0, 0});
        episode.putDataset("truncations", new byte[] {0, 1});
    }

    @Test
    void minari_fileOrFolder_readsEveryStep() throws IOException {
        Path file = hdf(hdf -> minari(hdf, 3));
        Path whole = folder.resolve("pen/human-v1");
        Files.createDirectories(whole.resolve("data"));
        Files.copy(file, whole.resolve("data/main_data.hdf5"));

        DemonstrationFile.Contents contents = DemonstrationFile.read(whole, ReadOptions.NONE);

        assertThat(contents.format()).isEqualTo(Format.MINARI);
        assertThat(contents.demonstrations().nextObservation()).containsExactly(1, 2);
        assertThat(contents.demonstrations().truncated()).containsExactly(false, true);
        assertSame(DemonstrationFile.read(file), contents.demonstrations());
    }

    /** A dictionary of the kitchen: the 59 numbers are picked by name from beside the goals, whose names have spaces. */
    @Test
    void minari_kitchen_observationIsPickedByName() throws IOException {
        Path file = hdf(hdf -> {
            WritableGroup episode = hdf.putGroup("episode_0");
            WritableGroup observations = episode.putGroup("observations");
            double[][] seen = new double[3][59];
            for (int t = 0; t < 3; t++) {
                Arrays.setAll(seen[t], i -> i);
                seen[t][58] = t;
            }
            observations.putDataset("observation", seen);
            for (String goal : new String[] {"achieved_goal", "desired_goal"}) {
                WritableGroup goals = observations.putGroup(goal);
                goals.putDataset("bottom burner", new double[3][2]);
                goals.putDataset("microwave", new double[3][1]);
            }
            episode.putDataset("actions", new double[2][9]);
            episode.putDataset("rewards", new double[] {0, 1});
            episode.putDataset("terminations", new byte[] {0, 0});
            episode.putDataset("truncations", new byte[] {0, 1});
        });

        Demonstrations all = DemonstrationFile.read(file);
        Demonstrations found = DemonstrationFile.read(file, new ReadOptions(List.of("observation"), 0)).demonstrations();

        assertThat(all.parts()).extracting(ObservationPart::name).containsExactly("achieved_goal/bottom burner",
                "achieved_goal/microwave", "desired_goal/bottom burner", "desired_goal/microwave", "observation");
        assertThat(found.parts()).containsExactly(new ObservationPart("observation", 59));
        assertThat(found.observation()[57]).isEqualTo(57);
        assertThat(found.observation()[58 + 59]).isEqualTo(1);
        assertThat(found.nextObservation()[58 + 59]).isEqualTo(2);
    }

    @Test
    void minari_observationsOfAnotherLength_areRefused() {
        Path file = hdf(hdf -> minari(hdf, 2));

        assertThatThrownBy(() -> DemonstrationFile.read(file))
                .hasMessage(file + ": the data set 'episode_0/observations' has 2 rows, 2 actions need 3");
    }

    @Test
    void minari_box_keysAreRefused() {
        assertKeysRefused(hdf(hdf -> minari(hdf, 3)),
                "the data set 'episode_0/observations' has no named parts, --keys is not possible");
    }

    @Test
    void minari_otherChild_isNamed() {
        Path file = hdf(hdf -> {
            minari(hdf, 3);
            hdf.putDataset("metadata", new float[] {1});
        });

        assertThatThrownBy(() -> DemonstrationFile.read(file))
                .hasMessage(file + ": 'metadata' is not a demonstration: it is no group");
    }

    // ---- all formats

    @Test
    void own_writtenAndRead_isTheSame() throws IOException {
        Path file = folder.resolve("two.safetensors");

        DemonstrationFile.write(file, two());

        assertSame(DemonstrationFile.read(file), two());
    }

    @Test
    void own_partsAskedFor_areTakenInThatOrder_andOthersRefused() throws IOException {
        Path file = folder.resolve("parted.safetensors");
        DemonstrationFile.write(file, parted());

        Demonstrations some = DemonstrationFile.read(file, new ReadOptions(List.of("goal", "state"), 0)).demonstrations();

        assertThat(some.observationSize()).isEqualTo(3);
        assertThat(some.observation()).containsExactly(4, 1, 2, 8, 5, 6);
        assertThat(some.nextObservation()).containsExactly(8, 5, 6, 12, 9, 10);
        assertThat(some.parts()).containsExactly(new ObservationPart("goal", 1), new ObservationPart("state", 2));
        assertThat(some.action()).containsExactly(0, 1);
        assertKeysRefused(file, "the observation has no part 'a'; it is made of state 2, arm/tip 1, goal 1");
    }

    @Test
    void own_withoutParts_keysAreRefused() throws IOException {
        Path file = folder.resolve("two.safetensors");
        DemonstrationFile.write(file, two());

        assertKeysRefused(file, "the observation has no named parts, --keys is not possible");
    }

    @Test
    void otherFiles_areRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "demonstrations");
        Path strange = hdf(hdf -> hdf.putDataset("x", new float[] {1}));

        assertThatThrownBy(() -> DemonstrationFile.read(text))
                .hasMessage(text + ": it is neither an HDF5 file nor one of safetensors");
        assertThatThrownBy(() -> DemonstrationFile.read(strange)).hasMessageContaining("it is not of a known format");
        assertThatThrownBy(() -> DemonstrationFile.read(folder)).hasMessage(folder + ": the folder holds no "
                + "data/main_data.hdf5 (Minari), no meta/info.json (LeRobot) and no episode_<number>.npz (CALVIN)");
        assertThatThrownBy(() -> DemonstrationFile.read(folder.resolve("no.hdf5"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> DemonstrationFile.write(text, two())).hasMessageContaining("must end with");
    }

    @Test
    void truncated_atAnyLength_isOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(hdf(hdf -> {
            WritableGroup data = hdf.putGroup("data");
            demo(data, 0, new double[][] {{.1}, {.2}});
        }));
        Path file = folder.resolve("part.hdf5");

        for (int length = 8; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DemonstrationFile.read(file)).isInstanceOf(DemonstrationException.class)
                    .hasMessageStartingWith(file + ": it is truncated");
        }
    }

    @Test
    void damaged_anywhere_neverMoreThanAnException() throws IOException {
        byte[] whole = Files.readAllBytes(hdf(hdf -> demo(hdf.putGroup("data"), 0, new double[][] {{.1}, {.2}})));
        Path file = folder.resolve("damaged.hdf5");
        Random random = new Random(1);
        int refused = 0;

        for (int i = 0; i < 100; i++) {
            byte[] bytes = whole.clone();
            bytes[8 + random.nextInt(bytes.length - 8)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            try {
                assertThat(DemonstrationFile.read(file).steps()).isPositive();
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(10);
    }
}
