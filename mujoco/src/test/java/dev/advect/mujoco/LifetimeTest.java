package dev.advect.mujoco;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
final class LifetimeTest {

    @Test
    void close_thenUse_isAnException() {
        Model model = Model.fromXml(Models.FREE_FALL);
        Data data = model.newData();
        DoubleView qpos = data.qpos();
        data.close();
        data.close();
        assertThatThrownBy(data::step).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(data::reset).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(data::time).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> qpos.get(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> data.qpos().set(0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> data.massMatrix(new double[36])).isInstanceOf(IllegalStateException.class);
        model.close();
        model.close();
        assertThatThrownBy(model::newData).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> model.qpos0().get(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> model.id(ObjectType.BODY, "ball")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> model.name(ObjectType.BODY, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(model::timestep).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_modelBeforeData_leavesTheDataUsable() {
        Model model = Model.fromXml(Models.FREE_FALL);
        Data data = model.newData();
        model.close();
        data.step(10);
        assertThat(data.model().timestep()).isEqualTo(0.01);
        assertThatThrownBy(model::newData).isInstanceOf(IllegalStateException.class);
        data.close();
        assertThatThrownBy(model::timestep).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_whileAnotherThreadSteps_isRefusedOrStopsIt() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 20; round++) {
                Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData();
                CountDownLatch started = new CountDownLatch(1);
                Future<?> stepping = executor.submit(() -> {
                    started.countDown();
                    while (true) {
                        data.step(20);
                        data.qpos().get(0);
                        // closing only succeeds between two steps
                        Thread.sleep(1);
                    }
                });
                started.await();
                boolean closed = false;
                while (!closed) {
                    try {
                        data.close();
                        closed = true;
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("another thread");
                    }
                }
                model.close();
                assertThatThrownBy(stepping::get).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void step_sameDataInTwoThreads_isRefused() throws Exception {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicBoolean stop = new AtomicBoolean();
            Future<?> stepping = executor.submit(() -> {
                started.countDown();
                while (!stop.get()) {
                    data.step(1000);
                }
            });
            started.await();
            Thread.sleep(50);
            try {
                assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        data.forward();
                    }
                }).isInstanceOf(IllegalStateException.class).hasMessageContaining("give each thread its own");
            } finally {
                stop.set(true);
            }
            assertThat(stepping).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void step_differentDataOfOneModelInTwoThreads_areTheSame() throws Exception {
        try (Model model = Model.fromXml(Models.HEAP);
                Data one = model.newData();
                Data other = model.newData();
                ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Future<?> first = executor.submit(() -> one.step(2000));
            Future<?> second = executor.submit(() -> other.step(2000));
            first.get();
            second.get();
            assertThat(other.qpos().toArray()).isEqualTo(one.qpos().toArray());
        }
    }

    @Test
    void forgotten_isFreedButNotBelowItsViews() throws Exception {
        DoubleView view = Model.fromXml(Models.FREE_FALL).newData().qpos();
        WeakReference<Data> forgotten = new WeakReference<>(Model.fromXml(Models.FREE_FALL).newData());
        for (int i = 0; i < 100 && forgotten.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(forgotten.get()).isNull();
        assertThat(view.get(3)).isEqualTo(1);
    }

    @Test
    void step_allocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            double sum = 0;
            long steps = 20_000;
            long allocated = Long.MAX_VALUE;
            // the first rounds are interpreted, which allocates
            for (int round = 0; round < 10 && allocated > steps; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < steps; i++) {
                    data.qvel().set(0, 0.5);
                    data.step();
                    sum += data.qpos().get(2) + data.sensordata().size();
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat(sum).isNotZero();
            assertThat(allocated).isLessThan(steps);
        }
    }
}
