package dev.advect.view.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;
import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.runtime.Squash;
import dev.advect.view.play.Cloud;
import dev.advect.view.play.FixedActions;
import dev.advect.view.play.WatchedPolicy;
import dev.advect.view.record.Keymap;
import dev.advect.view.record.Takes;
import dev.advect.view.record.Tape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorldTest {
    private static final JsonMapper JSON = new JsonMapper();
    // the places of a state's numbers
    private static final int STEP = 3;
    private static final int RETURN = 5;
    private static final int EPISODE = 6;
    private static final int GHOSTS = 12;
    private static final int ACTION = 17; // after the head and an observation of one number

    @TempDir
    private Path folder;

    private final Screen screen = new Screen();
    private World world;

    /** Counts its steps; a step of 5 ms is rewarded with 2, an episode has 1000. */
    private static class Counter implements SavableEnv {
        private int steps;

        @Override
        public EnvSpec spec() {
            return new EnvSpec("counter", 1, 1, 1000, 0.005, 1);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            steps = 0;
            observation[0] = 0;
        }

        @Override
        public void step(float[] action, Step out) {
            steps++;
            out.observation[0] = steps;
            out.reward = 2;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeInt(steps);
        }

        @Override
        public void load(DataInput in) throws IOException {
            steps = in.readInt();
        }
    }

    /** Acts with its noise; its flow goes straight from the noise to half of it. */
    private record Half(long checkpoint, AtomicInteger closed) implements WatchedPolicy {
        @Override
        public int noiseSize() {
            return 1;
        }

        @Override
        public int chunk() {
            return 1;
        }

        @Override
        public boolean stochasticByDefault() {
            return true;
        }

        @Override
        public void act(float[] observation, float[] noise, float[] actions) {
            actions[0] = Math.clamp(noise[0] / 2, -1, 1);
        }

        @Override
        public Optional<Cloud> cloud(float[] observation, float[] noise) {
            float[] half = noise.clone();
            for (int i = 0; i < half.length; i++) {
                half[i] /= 2;
            }
            return Optional.of(new Cloud(1, new double[] {0, 1}, new float[][] {noise, half}, Squash.CLIP, "step"));
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("name", "half", "step", checkpoint);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static final class Halves implements PolicySource {
        private final AtomicInteger closed = new AtomicInteger();
        private final List<Choice> opened = new CopyOnWriteArrayList<>();
        private volatile List<Long> all = List.of(100L, 200L);
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private boolean damaged;

        @Override
        public WatchedPolicy open(Choice choice) throws IOException {
            opened.add(choice);
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (damaged) {
                throw new IOException("the run is damaged");
            }
            if (choice.checkpoint().equals("400")) {
                throw new LinkageError("no library for checkpoint 400");
            }
            if (choice.checkpoint().equals("300")) {
                throw new IOException("checkpoint 300 is damaged");
            }
            return new Half(
                    choice.checkpoint().matches("\\d+") ? Long.parseLong(choice.checkpoint()) : all.getLast(), closed);
        }

        @Override
        public Choice first() {
            return Choice.of("latest");
        }

        @Override
        public List<Long> checkpoints() {
            return all;
        }

        @Override
        public boolean canSample() {
            return true;
        }
    }

    private static final class Screen implements Watcher {
        private final List<float[]> states = new ArrayList<>();
        private final List<float[]> clouds = new ArrayList<>();
        private final List<JsonNode> messages = new ArrayList<>();
        private volatile boolean awake = true;

        @Override
        public synchronized void frame(byte[] frame) {
            float[] values = new float[frame.length / 4];
            ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            (values[0] == 0 ? states : clouds).add(values);
        }

        @Override
        public synchronized void message(String json) {
            try {
                messages.add(JSON.readTree(json));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isAwake() {
            return awake;
        }

        synchronized void clear() {
            states.clear();
            clouds.clear();
            messages.clear();
        }

        synchronized float last(int place) {
            return states.isEmpty() ? -1 : states.getLast()[place];
        }

        synchronized List<Float> all(int place) {
            return states.stream().map(state -> state[place]).toList();
        }

        synchronized List<float[]> states() {
            return List.copyOf(states);
        }

        synchronized int count() {
            return states.size();
        }

        synchronized Optional<float[]> cloud() {
            return clouds.isEmpty() ? Optional.empty() : Optional.of(clouds.getLast());
        }

        synchronized JsonNode status() {
            return messages.reversed().stream().filter(m -> m.path("type").asText().equals("status")).findFirst()
                    .orElse(JSON.createObjectNode());
        }

        synchronized boolean wasTold(String text) {
            return messages.stream().anyMatch(message -> message.path("text").asText().equals(text));
        }
    }

    private final Halves source = new Halves();

    @BeforeEach
    void open() throws IOException {
        world = World.open("test", Counter::new, _ -> source, Stages::of);
        world.join(screen);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void order(String json) {
        world.order(Remote.parse(json).orElseThrow());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.sleep(5);
        }
    }

    private void pause() throws InterruptedException {
        order("{\"do\":\"pause\",\"value\":true}");
        await(() -> screen.status().path("paused").asBoolean());
    }

    @Test
    void watched_runsAndCountsRewards() throws InterruptedException {
        await(() -> screen.last(STEP) >= 20);

        assertThat(screen.states()).allSatisfy(state -> assertThat(state[RETURN]).isEqualTo(2 * state[STEP]));
    }

    @Test
    void pause_thenStep_advancesByOne() throws InterruptedException {
        pause();
        float before = screen.last(STEP);

        order("{\"do\":\"step\"}");
        await(() -> screen.last(STEP) != before);
        Thread.sleep(50);

        assertThat(screen.last(STEP)).isEqualTo(before + 1);
    }

    @Test
    void asleep_standsStill() throws InterruptedException {
        await(() -> screen.last(STEP) > 3);
        screen.awake = false;
        Thread.sleep(150);
        int frames = screen.count();
        Thread.sleep(200);

        assertThat(screen.count()).isEqualTo(frames);
    }

    @Test
    void speed_isWithinBounds() throws InterruptedException {
        order("{\"do\":\"speed\",\"value\":2}");
        await(() -> screen.status().path("speed").asDouble() == 2);
        order("{\"do\":\"speed\",\"value\":1e9}");
        await(() -> screen.status().path("speed").asDouble() == 4);
    }

    @Test
    void reset_beginsAnotherEpisode() throws InterruptedException {
        pause();
        float episode = screen.last(EPISODE);

        order("{\"do\":\"reset\"}");
        await(() -> screen.last(EPISODE) == episode + 1);

        assertThat(screen.last(STEP)).isZero();
    }

    @Test
    void seed_restartsActionsWithoutAPolicy() throws Exception {
        world.close();
        screen.clear();
        world = World.open("random", Counter::new, _ -> new FixedSource(FixedActions.Rule.RANDOM, 1), Stages::of);
        world.join(screen);
        pause();
        await(() -> screen.count() > 0);
        float first = firstAction(7);

        assertThat(firstAction(8)).isNotEqualTo(first);
        assertThat(firstAction(7)).isEqualTo(first);
    }

    /** The first action of the episode of a seed. */
    private float firstAction(long seed) throws InterruptedException {
        float episode = screen.last(EPISODE) + 1;
        order("{\"do\":\"seed\",\"value\":" + seed + "}");
        order("{\"do\":\"step\"}");
        await(() -> screen.last(EPISODE) == episode && screen.last(STEP) == 1);
        return screen.last(ACTION);
    }

    @Test
    void ghosts_beginHereAndGoOn() throws InterruptedException {
        pause();
        order("{\"do\":\"ghosts\",\"value\":99}");
        await(() -> screen.last(GHOSTS) == 16);

        order("{\"do\":\"ghosts\",\"value\":3}");
        await(() -> screen.last(GHOSTS) == 3);
    }

    @Test
    void flow_256Actions_betweenNoiseAndAction() throws InterruptedException {
        pause();
        order("{\"do\":\"flow\",\"value\":true}");
        await(() -> screen.cloud().isPresent());

        float[] cloud = screen.cloud().orElseThrow();
        int n = 256;
        int first = 6 + 2; // after the head and two times
        assertThat(cloud).hasSize(first + 2 * n).startsWith(1);
        assertThat(cloud[3]).isEqualTo(n);
        assertThat(cloud[first + n]).isEqualTo(cloud[first] / 2);
    }

    @Test
    void checkpoint_another_isLoadedInTheBackground() throws InterruptedException {
        order("{\"do\":\"checkpoint\",\"value\":\"100\"}");

        await(() -> screen.status().at("/pilot/step").asLong() == 100);
    }

    @Test
    void checkpoint_damaged_isReportedAndTheOldOneGoesOn() throws InterruptedException {
        order("{\"do\":\"checkpoint\",\"value\":\"300\"}");

        await(() -> screen.wasTold("checkpoint 300 is damaged"));
        await(() -> !screen.status().path("loading").asBoolean());
        assertThat(screen.status().at("/pilot/step").asLong()).isEqualTo(200);
    }

    @Test
    void checkpoint_errorWhileItIsLoaded_isReportedAndLoadingEnds() throws InterruptedException {
        order("{\"do\":\"checkpoint\",\"value\":\"400\"}");

        await(() -> screen.wasTold("no library for checkpoint 400"));
        await(() -> !screen.status().path("loading").asBoolean() && screen.status().path("checkpoint").asText().equals("latest"));
    }

    @Test
    void choices_whileAnotherIsLoaded_addUp_andTheLastIsLoadedNext() throws InterruptedException {
        source.gate = new CountDownLatch(1);
        order("{\"do\":\"checkpoint\",\"value\":\"300\"}"); // it is damaged, which does not matter any more
        await(() -> screen.status().path("loading").asBoolean());
        order("{\"do\":\"sampler\",\"value\":\"heun\"}");
        order("{\"do\":\"checkpoint\",\"value\":\"150\"}");
        order("{\"do\":\"flowSteps\",\"value\":7}");
        await(() -> screen.status().path("flowSteps").asInt() == 7);
        assertThat(screen.status().path("checkpoint").asText()).isEqualTo("150");

        source.gate.countDown();

        await(() -> screen.status().at("/pilot/step").asLong() == 150);
        await(() -> !screen.status().path("loading").asBoolean());
        assertThat(source.opened).containsExactly(Choice.of("latest"), Choice.of("300"), new Choice("150", "heun", 7));
    }

    @Test
    void close_whileAPolicyIsLoaded_closesThatToo() throws InterruptedException {
        source.gate = new CountDownLatch(1);
        order("{\"do\":\"checkpoint\",\"value\":\"100\"}");
        await(() -> source.opened.size() == 2);
        world.close();
        assertThat(source.closed).hasValue(1);

        source.gate.countDown();

        await(() -> source.closed.get() == 2);
    }

    /** An order that keeps the world from carrying out others until the latch is open. */
    private static World.Order until(CountDownLatch latch) {
        return here -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void order_newestOfItsKind_replacesOlderOnes_butNothingElseIsLost() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        world.order(until(busy));
        for (int i = 0; i < 1000; i++) {
            String number = String.valueOf(i);
            world.order(new World.Newest("aim", here -> done.add("aim " + number)));
            world.order(new World.Newest("hands", here -> done.add("hands " + number)));
        }
        world.order(here -> done.add("let go"));
        world.order(new World.Newest("aim", here -> done.add("aim again")));

        busy.countDown();

        await(() -> done.contains("aim again"));
        // an order of the world's own, such as a look at the checkpoints, may have come in between once or twice
        assertThat(done).hasSizeLessThan(10).endsWith("aim 999", "hands 999", "let go", "aim again");
    }

    @Test
    void close_ordersThatWait_areRefused() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        World.Order order = new World.Order() {
            @Override
            public void accept(World here) {
                throw new AssertionError("it is closed");
            }

            @Override
            public void refuse() {
                refused.incrementAndGet();
            }
        };
        world.order(here -> {
            world.order(order);
            began.countDown();
            until(new CountDownLatch(1)).accept(here); // until it is interrupted, as it is closed
        });
        began.await();

        world.close();
        world.order(order);

        assertThat(refused).hasValue(2);
    }

    @Test
    void newest_followsTheTraining() throws InterruptedException {
        order("{\"do\":\"checkpoint\",\"value\":\"newest\"}");
        await(() -> screen.status().path("checkpoint").asText().equals("newest"));

        source.all = List.of(100L, 200L, 250L);

        await(() -> screen.status().at("/pilot/step").asLong() == 250);
    }

    @Test
    void open_policyCannotBeRead_environmentIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        EnvFactory factory = () -> new Counter() {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        source.damaged = true;

        assertThatThrownBy(() -> World.open("test", factory, _ -> source, Stages::of)).hasMessage("the run is damaged");

        assertThat(closed).hasValue(1);
    }

    /** Its expert counts the actions since the episode began, and has succeeded after five. */
    private static final class Fifth extends Counter implements ExpertEnv {
        private int acted;

        @Override
        public Expert newExpert() {
            return new Expert() {
                @Override
                public void begin() {
                    acted = 0;
                }

                @Override
                public void act(float[] action) {
                    acted++;
                    action[0] = acted / 10f;
                }
            };
        }

        @Override
        public boolean succeeded() {
            return acted == 5;
        }
    }

    @Test
    void expert_beginsWithEveryEpisode_andEndsIt() throws Exception {
        world.close();
        screen.clear();
        world = World.open("test", Fifth::new, env -> new ExpertSource((ExpertEnv) env), Stages::of);
        world.join(screen);

        await(() -> screen.last(EPISODE) == 2);

        assertThat(screen.all(STEP)).contains(5f).allMatch(step -> step <= 5);
        assertThat(world.description()).containsEntry("canGhost", false); // another instance is none of this expert's
    }

    private Tape tape() throws IOException {
        return new Tape(new Takes(folder.resolve("demo.hdf5"), new Counter().spec()), Keymap.of("counter", 1));
    }

    /** Closes the world, and opens one whose episodes are recorded. */
    private void record(Tape tape) throws IOException {
        world.close();
        screen.clear();
        world = World.record(Counter::new, Stages::of, tape);
        world.join(screen);
    }

    private String recording() {
        return screen.status().at("/record/state").asText();
    }

    @Test
    void begin_nothingIsLeftOfTheEpisodeBefore() throws Exception {
        record(tape());
        for (String first : List.of("[0.5]", "[-0.25]", "null")) {
            order("{\"do\":\"begin\",\"value\":" + first + "}");
            await(() -> recording().equals("recording") && screen.last(STEP) > 3);
            order("{\"do\":\"hands\",\"value\":[1]}");
            await(() -> screen.last(ACTION) == 1);
            order("{\"do\":\"end\"}");
            order("{\"do\":\"keep\"}");
            await(() -> recording().equals("ready"));
        }

        Demonstrations all = DemonstrationFile.read(folder.resolve("demo.hdf5"));
        float[] begins = {0.5f, -0.25f, 0};
        for (int episode = 0; episode < begins.length; episode++) {
            assertThat(all.action()[all.starts()[episode]]).isEqualTo(begins[episode]);
            assertThat(all.action()[all.end(episode) - 1]).isEqualTo(1);
        }
    }

    @Test
    void leave_last_letsGoOfTheHands() throws Exception {
        record(tape());
        order("{\"do\":\"begin\",\"value\":[1]}");
        await(() -> screen.last(ACTION) == 1);

        world.leave(screen);
        screen.clear();
        world.join(screen);

        await(() -> screen.last(STEP) > 0 && screen.last(ACTION) == 0);
        assertThat(recording()).isEqualTo("recording");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"do\":\"reset\"}", "{\"do\":\"seed\",\"value\":3}"})
    void reset_whileRecording_endsTheTake(String reset) throws Exception {
        record(tape());
        order("{\"do\":\"begin\"}");
        await(() -> screen.last(STEP) > 3);

        order(reset);
        await(() -> recording().equals("ended") && screen.status().path("paused").asBoolean());
        await(() -> screen.last(STEP) == 0);
        order("{\"do\":\"pause\",\"value\":false}");
        await(() -> screen.last(STEP) > 3);
        order("{\"do\":\"keep\"}");
        await(() -> screen.status().at("/record/kept").asInt() == 1);

        Demonstrations all = DemonstrationFile.read(folder.resolve("demo.hdf5"));
        assertThat(all.episodes()).isEqualTo(1);
        for (int step = 0; step < all.steps(); step++) {
            assertThat(all.observation()[step]).isEqualTo((float) step); // a second episode would count from 0 again
        }
        assertThat(all.truncated()[all.steps() - 1]).isTrue();
    }

    @Test
    void close_whileRecording_endsTheTake() throws Exception {
        Tape tape = tape();
        record(tape);
        order("{\"do\":\"begin\"}");
        await(() -> screen.last(STEP) > 3);

        record(tape);

        await(() -> recording().equals("ended"));
        assertThat(screen.status().at("/record/steps").asInt()).isGreaterThan(3);
        order("{\"do\":\"discard\"}");
        await(() -> recording().equals("ready"));
    }

    @Test
    void parse_whatIsNoOrder_isIgnored() {
        assertThat(Remote.parse("nonsense")).isEmpty();
        assertThat(Remote.parse("{}")).isEmpty();
        assertThat(Remote.parse("[1,2]")).isEmpty();
        assertThat(Remote.parse("{\"do\":\"format\"}")).isEmpty();
        assertThat(Remote.parse("{\"do\":\"drag\",\"target\":[1,2,1e9]}")).isEmpty();
        assertThat(Remote.parse("{\"do\":\"drag\",\"target\":[1,2]}")).isEmpty();
    }
}
