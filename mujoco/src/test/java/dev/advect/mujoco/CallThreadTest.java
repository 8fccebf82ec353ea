package dev.advect.mujoco;

import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Simulations whose memory may run out: here because their models' memory was taken away before they were made. */
@Timeout(60)
final class CallThreadTest {

    private static Data withRoom(Model model, long room) {
        ModelStruct struct = model.memory.struct();
        String size = struct.layout().has(ModelSize.NARENA) ? "mjModel.narena" : "mjModel.nstack";
        ModelStruct.integer(struct.segment(), struct.layout().field(size), room);
        return model.newData();
    }

    /** With less room than the model could need, though more than it does. */
    private static Data withLittleRoom(Model model) {
        long room = Room.size(model.memory.struct());
        do {
            withRoom(model, room).close();
            room = room * 3 / 4 / 64 * 64;
        } while (!model.memory.mayRunOutOfRoom());
        return model.newData();
    }

    @Test
    void mayRunOutOfRoom_modelWithAFlex_whoseContactsAreNotCounted() {
        assumeTrue(Models.IS_3, "MuJoCo 2 has no flexes");
        String flex = "<deformable><flex name='f' dim='2' body='b' vertex='0 0 0  1 0 0  0 1 0' element='0 1 2'/></deformable>";
        String xml = "<mujoco><worldbody><body name='b'><freejoint/><geom size='.1'/></body></worldbody>" + flex + "</mujoco>";
        try (Model with = Model.fromXml(xml);
                Model without = Model.fromXml(xml.replace(flex, ""))) {
            assertThat(with.memory.mayRunOutOfRoom()).isTrue();
            assertThat(without.memory.mayRunOutOfRoom()).isFalse();
        }
    }

    @Test
    void step_withoutRoom_isAnExceptionAndTheProcessGoesOn() {
        try (Model model = Model.fromXml(Models.HEAP)) {
            Data data = withRoom(model, 10);
            assertThatThrownBy(data::step)
                    .isInstanceOf(MujocoException.class)
                    .hasMessageStartingWith("MuJoCo cannot go on: ")
                    .hasMessageContaining("needs a larger nstack, from MuJoCo 3 on a larger memory, in its <size> element.")
                    .hasMessageEndingWith("The simulation cannot be used any more.")
                    .message().doesNotContain("\n");
            for (Runnable use : new Runnable[] {data::step, data::forward, data::reset, () -> data.massMatrix(new double[1])}) {
                assertThatThrownBy(use::run).isInstanceOf(MujocoException.class)
                        .hasMessageStartingWith("the simulation ended when MuJoCo could not go on: ");
            }
            assertThat(data.time()).isZero();
            data.close();
            data.close();
            assertFallsAsEver();
        }
        assertFallsAsEver();
    }

    private static void assertFallsAsEver() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            data.step(100);
            assertThat(data.time()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void step_whereRoomMayRunOutButDoesNot_isTheSame() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data usual = model.newData();
                Data careful = withLittleRoom(model)) {
            assertThat(model.memory.mayRunOutOfRoom()).isTrue();
            usual.step(300);
            careful.step(100);
            for (int i = 0; i < 100; i++) {
                careful.step();
            }
            for (int i = 0; i < 100; i++) {
                careful.step1();
                careful.step2();
            }
            assertThat(usual.ncon()).isPositive();
            assertThat(careful.qpos().toArray()).isEqualTo(usual.qpos().toArray());
            double[] mass = new double[model.nv() * model.nv()];
            careful.massMatrix(mass);
            assertThat(mass[0]).isPositive();
            assertThatThrownBy(() -> careful.massMatrix(new double[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void step_afterClose_isRefused() {
        try (Model model = Model.fromXml(Models.HEAP)) {
            Data data = withLittleRoom(model);
            data.step();
            data.close();
            assertThatThrownBy(data::step).isInstanceOf(IllegalStateException.class).hasMessage("the data is closed");
        }
    }

    /** Which of the two threads is refused is chance. */
    @Test
    void step_inTwoThreads_isRefused() throws Exception {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = withLittleRoom(model);
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            BlockingQueue<IllegalStateException> refusals = new LinkedBlockingQueue<>();
            Callable<Void> stepping = () -> {
                while (refusals.isEmpty()) {
                    try {
                        data.step(100);
                    } catch (IllegalStateException e) {
                        refusals.add(e);
                    }
                }
                return null;
            };
            Future<Void> other = executor.submit(stepping);
            stepping.call();
            assertThat(other).succeedsWithin(Duration.ofSeconds(30));
            assertThat(refusals).isNotEmpty()
                    .allSatisfy(refusal -> assertThat(refusal).hasMessageContaining("give each thread its own"));
        }
    }

    @Test
    void models_ofOrdinarySize_areSteppedByTheirCallers() {
        try (Model model = Model.fromXml(Models.HEAP)) {
            assertThat(model.memory.mayRunOutOfRoom()).isFalse();
        }
    }

    /** 300 boxes that may all touch each other: 45 000 pairs. */
    @Test
    void newData_ofAModelThatMightNeedMoreThanThereIs_isCareful() {
        assumeTrue(Models.IS_3, "MuJoCo 2 makes no room for so many contacts");
        StringBuilder xml = new StringBuilder("<mujoco><worldbody>");
        for (int i = 0; i < 300; i++) {
            xml.append("<body pos='" + i + " 0 0'><freejoint/><geom type='box' size='0.1 0.1 0.1' condim='6'/></body>");
        }
        try (Model model = Model.fromXml(xml + "</worldbody></mujoco>");
                Data data = model.newData()) {
            assertThat(model.memory.mayRunOutOfRoom()).isTrue();
            data.step(2);
            assertThat(data.steps()).isEqualTo(2);
        }
    }
}
