package dev.advect.view.page;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.view.live.FixedSource;
import dev.advect.view.live.Stages;
import dev.advect.view.live.Watcher;
import dev.advect.view.live.World;
import dev.advect.view.play.FixedActions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorldsTest {
    private final CountDownLatch opening = new CountDownLatch(1);
    private final CountDownLatch slow = new CountDownLatch(1);
    private final Worlds worlds = new Worlds(this::open);

    private World open(String name) throws IOException {
        if (name.equals("lacking")) {
            throw new UnsatisfiedLinkError("a library is missing");
        }
        if (name.equals("slow")) {
            opening.countDown();
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        return World.open(name, Broken::new, _ -> new FixedSource(FixedActions.Rule.ZERO, 1), Stages::of);
    }

    /** Fails at its first step, which it takes once someone watches. */
    private static final class Broken implements Env {
        @Override
        public EnvSpec spec() {
            return EnvSpec.of("broken", 1, 1, 100);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            observation[0] = 0;
        }

        @Override
        public void step(float[] action, Step out) {
            throw new IllegalStateException("it broke");
        }
    }

    private static final class Page implements Watcher {
        private final CompletableFuture<String> failure = new CompletableFuture<>();

        @Override
        public void frame(byte[] frame) {}

        @Override
        public void message(String json) {
            if (json.contains("\"failed\"")) {
                failure.complete(json);
            }
        }

        @Override
        public boolean isAwake() {
            return true;
        }
    }

    @AfterEach
    void close() {
        slow.countDown();
        worlds.close();
    }

    private World enterAndFail(String name) throws Exception {
        World world = worlds.enter(name);
        Page page = new Page();
        world.join(page);
        assertThat(page.failure.get(20, TimeUnit.SECONDS)).contains("the simulation stopped: it broke");
        return world;
    }

    @Test
    void enter_worldThatFailed_isReplaced() throws Exception {
        World failed = enterAndFail("a");

        World fresh = worlds.enter("a");

        assertThat(failed.hasFailed()).isTrue();
        assertThat(fresh.hasFailed()).isFalse();
        assertThat(worlds.get("a")).containsSame(fresh);
    }

    @Test
    void leave_worldThatWasReplaced_keepsTheOneOfItsName() throws Exception {
        World failed = enterAndFail("a");
        World fresh = worlds.enter("a");
        for (String other : List.of("b", "c", "d")) {
            worlds.enter(other);
        }

        worlds.leave("a", failed);
        assertThatThrownBy(() -> worlds.enter("e")).isInstanceOf(IOException.class).hasMessageContaining("already 4 runs");

        worlds.leave("a", fresh);
        assertThat(worlds.enter("e").hasFailed()).isFalse();
        assertThat(worlds.get("a")).isEmpty();
    }

    @Test
    void enter_whileAWorldIsBeingOpened_onlyItsPagesWait() throws Exception {
        FutureTask<World> first = new FutureTask<>(() -> worlds.enter("slow"));
        FutureTask<World> second = new FutureTask<>(() -> worlds.enter("slow"));
        Thread.ofVirtual().start(first);
        Thread.ofVirtual().start(second);

        opening.await();

        FutureTask<World> other = new FutureTask<>(() -> worlds.enter("a"));
        Thread.ofVirtual().start(other);

        assertThat(other.get(20, TimeUnit.SECONDS).hasFailed()).isFalse();
        assertThat(worlds.get("slow")).isEmpty();
        slow.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(second.get(20, TimeUnit.SECONDS));
    }

    @Test
    void enter_errorWhileItIsOpened_isTold_andTriedAgain() {
        for (int i = 0; i < 2 * 4; i++) { // it takes no place
            assertThatThrownBy(() -> worlds.enter("lacking")).isInstanceOf(IOException.class).hasMessage("a library is missing");
        }
    }

    @Test
    void join_worldThatFailed_isTold() throws Exception {
        World failed = enterAndFail("a");
        Page late = new Page();

        failed.join(late);

        assertThat(late.failure).isCompleted();
    }
}
