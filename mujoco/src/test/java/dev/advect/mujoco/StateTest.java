package dev.advect.mujoco;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class StateTest {

    @Test
    void restoreState_amidContacts_goesOnBitForBit() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData();
                Data fresh = model.newData()) {
            disturb(data);
            data.step(250);
            double[] state = new double[data.stateSize()];
            data.saveState(state);
            assertThat(data.ncon()).isPositive();
            data.step(500);

            fresh.restoreState(state);
            fresh.step(500);

            assertThat(fresh.qpos().toArray()).isEqualTo(data.qpos().toArray());
            assertThat(fresh.qvel().toArray()).isEqualTo(data.qvel().toArray());
            assertThat(fresh.act().toArray()).isEqualTo(data.act().toArray());
            assertThat(fresh.userdata().toArray()).containsExactly(3, 4);
            assertThat(fresh.time()).isEqualTo(data.time());
        }
    }

    @Test
    void restoreState_forwardThenRestoreAgain_goesOnBitForBit() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData();
                Data fresh = model.newData()) {
            disturb(data);
            data.step(250);
            double[] state = new double[data.stateSize()];
            data.saveState(state);
            fresh.restoreState(state);
            fresh.forward();
            fresh.restoreState(state);
            data.step(500);
            fresh.step(500);
            assertThat(fresh.qpos().toArray()).isEqualTo(data.qpos().toArray());
        }
    }

    @Test
    void saveState_modelWhoseBodiesMaySleep_isRefused() {
        assumeTrue(Models.IS_3, "MuJoCo 2 knows no sleep");
        String xml = "<mujoco><option><flag sleep='enable'/></option><worldbody><body><freejoint/><geom size='.1'/></body>"
                + "</worldbody></mujoco>";
        try (Model model = Model.fromXml(xml);
                Data data = model.newData()) {
            assertThat(data.canSaveState()).isFalse();
            assertThatThrownBy(() -> data.saveState(new double[data.stateSize()])).isInstanceOf(MujocoException.class)
                    .hasMessage("the state of this model cannot be saved: MuJoCo leaves out of it what the flag sleep adds");
            data.qpos().set(2, 3);
            data.setConst();
            assertThat(data.qpos().get(2)).isEqualTo(3);
        }
        try (Model model = Model.fromXml(xml.replace("enable", "disable"));
                Data data = model.newData()) {
            assertThat(data.canSaveState()).isTrue();
        }
    }

    @Test
    void restoreState_ofAnotherModelOrSize_isRefused() {
        try (Model heap = Model.fromXml(Models.HEAP);
                Model fall = Model.fromXml(Models.FREE_FALL);
                Data data = heap.newData();
                Data other = fall.newData()) {
            double[] state = new double[other.stateSize()];
            other.saveState(state);
            assertThatThrownBy(() -> data.restoreState(state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(data.stateSize() + " doubles");
            state[Models.IS_3 ? 1 : 0] += 1;
            assertThatThrownBy(() -> other.restoreState(state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another model");
            assertThatThrownBy(() -> data.saveState(new double[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** MuJoCo 2.2.2 began a state with the hash of its sizes, 3.x begins it with 2^40 and the version. */
    @Test
    void restoreState_ofAnotherVersion_isRefusedWithTheOneToGet() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            double[] state = new double[data.stateSize()];
            data.saveState(state);
            assertThat(state[0] > 0x1p40).isEqualTo(Models.IS_3);
            double[] versions = {-12345, 0x1p40 + 3_012_000, 0x1p40 + 4_000_001};
            String[] names = {"2.2.2", "3.12.0", "4.0.1"};
            for (int i = Models.IS_3 ? 0 : 1; i < versions.length; i++) {
                state[0] = versions[i];
                String name = names[i];
                assertThatThrownBy(() -> data.restoreState(state))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the state was saved with MuJoCo " + name + ", but this is MuJoCo "
                                + Mujoco.version() + ", which would go on differently; hint: set ADVECT_MUJOCO to a "
                                + "MuJoCo " + name + ", or start anew");
            }
        }
    }

    /** Which constraints are switched on is part of the state from MuJoCo 3 on; 2.2.2 has it in the model. */
    @Test
    void stateSize_isThatOfThePartsOfTheState() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData()) {
            // signature, time, qpos, qvel twice, act, ctrl, qfrc_applied, xfrc_applied, mocap, userdata
            int parts = 1 + 1 + 22 + 2 * 19 + 1 + 1 + 19 + 6 * 6 + 3 + 4 + 2;
            assertThat(data.stateSize()).isEqualTo(Models.IS_3 ? parts + 1 : parts);
        }
    }

    @Test
    void restoreState_afterDivergence_countsAnew() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            double[] state = new double[data.stateSize()];
            data.saveState(state);
            data.qvel().set(0, Double.NaN);
            data.step();
            assertThat(data.diverged()).isTrue();
            data.restoreState(state);
            assertThat(data.diverged()).isFalse();
        }
    }

    @Test
    void copyFrom_amidContacts_goesOnBitForBit() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData();
                Data copy = model.newData()) {
            disturb(data);
            data.step(250);
            copy.copyFrom(data);
            assertThat(copy.ncon()).isEqualTo(data.ncon());
            assertThat(copy.xpos().toArray()).isEqualTo(data.xpos().toArray());
            data.step(250);
            copy.step(250);
            assertThat(copy.qpos().toArray()).isEqualTo(data.qpos().toArray());
            copy.copyFrom(copy);
            assertThat(copy.qpos().toArray()).isEqualTo(data.qpos().toArray());
        }
    }

    @Test
    void copyFrom_dataOfAnotherModel_isRefused() {
        try (Model one = Model.fromXml(Models.HEAP);
                Model twin = Model.fromXml(Models.HEAP);
                Data data = one.newData();
                Data other = twin.newData()) {
            assertThatThrownBy(() -> data.copyFrom(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another model");
        }
    }

    @Test
    void reset_goesBackToTheDefaultPose() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data data = model.newData()) {
            disturb(data);
            data.step(10);
            data.reset();
            assertThat(data.qpos().toArray()).isEqualTo(model.qpos0().toArray());
            assertThat(data.qvel().toArray()).containsOnly(0);
            assertThat(data.ctrl().toArray()).containsOnly(0);
            assertThat(data.time()).isZero();
        }
    }

    @Test
    void resetToKey_takesThePoseOfTheKeyframe() {
        String xml = Models.FREE_FALL.replace(
                "</mujoco>", "<keyframe><key name='up' time='2' qpos='1 2 3 0 1 0 0'/></keyframe></mujoco>");
        try (Model model = Model.fromXml(xml);
                Data data = model.newData()) {
            data.resetToKey(model.id(ObjectType.KEY, "up"));
            assertThat(data.qpos().toArray()).containsExactly(1, 2, 3, 0, 1, 0, 0);
            assertThat(data.time()).isEqualTo(2);
        }
    }

    /** Sets everything that belongs to the state and does not change by itself. */
    private static void disturb(Data data) {
        data.ctrl().set(0, 0.7);
        data.qfrcApplied().set(0, 0.3);
        data.xfrcApplied().set(6 * 2 + 1, 0.2);
        data.mocapPos().copyFrom(new double[] {0.2, 0, 0.2});
        data.userdata().copyFrom(new double[] {3, 4});
    }
}
