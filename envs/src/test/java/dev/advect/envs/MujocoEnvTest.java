package dev.advect.envs;

import dev.advect.env.BatchEnv;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Mujoco;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class MujocoEnvTest {
    /** A mass of 2 kg on a rail without friction, pushed with 6 N at control 1; the second motor's is never pushed. */
    static final String CART = """
            <mujoco>
              <option timestep="0.01" gravity="0 0 0"/>
              <worldbody>
                <body name="cart"><joint name="rail" type="slide" axis="1 0 0"/><geom size="0.1" mass="2"/></body>
                <body pos="0 1 0"><joint name="other" type="slide" axis="1 0 0"/><geom size="0.1" mass="1"/></body>
              </worldbody>
              <actuator>
                <motor joint="rail" gear="6" ctrllimited="true" ctrlrange="-1 3"/>
                <motor joint="other"/>
              </actuator>
              <sensor><jointpos name="place" joint="rail"/></sensor>
            </mujoco>
            """;

    private static MujocoEnvBuilder cart() {
        return MujocoEnv.fromXml("cart", CART)
                .observe(data -> List.of(data.qpos(), data.qvel()))
                .reward((data, action) -> 10 * data.qpos().get(0) + action[1]);
    }

    @Test
    void spec_followsFromModelAndFunctions() {
        assertThat(cart().build().spec()).isEqualTo(new EnvSpec("cart", 4, 2, 1000, 0.01, 1));
        assertThat(cart().controlSeconds(0.05).episodeSteps(20).build().spec())
                .isEqualTo(new EnvSpec("cart", 4, 2, 20, 0.05, 5));
    }

    /**
     * Action 0.5 is control 1 + 2 · 0.5 = 2, that is 12 N or 6 m/s². Semi-implicit Euler: after k steps of h the
     * velocity is 6 k h and the position 6 h² k (k + 1) / 2. The motor without a range gets the action −0.25 as it is:
     * −0.25 m/s².
     */
    @Test
    void step_heldAction_followsClosedForm() {
        try (MujocoEnv env = cart().controlSeconds(0.03).build().create()) {
            float[] observation = new float[4];
            env.reset(new Rng(0, 0), observation);
            assertThat(observation).containsExactly(0, 0, 0, 0);
            Step out = new Step(4);
            env.step(new float[] {0.5f, -0.25f}, out);
            assertThat(out.observation[0]).isCloseTo(6 * 1e-4f * 6, within(1e-7f));
            assertThat(out.observation[1]).isCloseTo(-0.25f * 1e-4f * 6, within(1e-7f));
            assertThat(out.observation[2]).isCloseTo(6 * 0.03f, within(1e-7f));
            assertThat(out.observation[3]).isCloseTo(-0.25f * 0.03f, within(1e-7f));
            assertThat(out.reward).isCloseTo(10 * 3.6e-3 - 0.25, within(1e-12));
            assertThat(out.terminated).isFalse();
            assertThat(env.data().time()).isCloseTo(0.03, within(1e-15));
            // the ends of the range are reached
            env.step(new float[] {-1, 0}, out);
            assertThat(env.data().ctrl().toArray()).containsExactly(-1, 0);
            env.step(new float[] {1, 0}, out);
            assertThat(env.data().ctrl().toArray()).containsExactly(3, 0);
        }
    }

    @Test
    void reset_function_changesTheDefaultPose_andSensorsFollow() {
        MujocoEnvFactory factory = cart()
                .observe(data -> List.of(data.sensor("place")))
                .reset((data, random) -> data.qpos().set(0, random.nextDouble(1, 2)))
                .build();
        try (MujocoEnv env = factory.create()) {
            float[] observation = new float[1];
            env.reset(new Rng(7, 0), observation);
            assertThat(observation[0]).isEqualTo((float) new Rng(7, 0).nextDouble(1, 2));
            env.step(new float[2], new Step(1));
            env.reset(new Rng(7, 1), observation);
            assertThat(observation[0]).isEqualTo((float) new Rng(7, 1).nextDouble(1, 2));
        }
    }

    @Test
    void step_terminates_whereTheFunctionSaysSo() {
        try (MujocoEnv env = cart().terminate(data -> data.qvel().get(0) > 0.15).build().create()) {
            env.reset(new Rng(0, 0), new float[4]);
            Step out = new Step(4);
            env.step(new float[] {1, 0}, out); // 18 N, 0.09 m/s a step
            assertThat(out.terminated).isFalse();
            env.step(new float[] {1, 0}, out);
            assertThat(out.terminated).isTrue();
            assertThat(out.diverged).isFalse();
        }
    }

    @Test
    void step_rewardNotFinite_endsTheEpisode() {
        try (MujocoEnv env = cart().reward((data, action) -> 1 / (1 - action[1])).build().create()) {
            env.reset(new Rng(0, 0), new float[4]);
            Step out = new Step(4);
            env.step(new float[] {1, 0}, out);
            float[] before = out.observation.clone();
            env.step(new float[] {1, 1}, out);
            assertThat(out.diverged).isTrue();
            assertThat(out.terminated).isTrue();
            assertThat(out.reward).isZero();
            assertThat(out.observation).containsExactly(before);
            assertThat(env.divergences()).isEqualTo(1);
        }
    }

    @Test
    void constructor_actionSizeIsNotTheModels_refused() {
        try (Model model = Model.fromXml(CART); Data data = model.newData()) {
            assertThatThrownBy(() -> new MujocoEnv(EnvSpec.of("cart", 1, 3, 10), data, new Lap(data)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cart: the model has 2 actuators, not 3");
        }
    }

    @Test
    void load_midEpisode_continuesBitForBit() throws IOException {
        MujocoEnvFactory factory = cart().build();
        try (MujocoEnv env = factory.create(); MujocoEnv other = factory.create()) {
            assertThat(walkAfterLoad(env, other)).containsExactly(walk(env));
            assertThat(other.model()).isSameAs(env.model());
        }
    }

    @Test
    void load_taskWithFields_savesThemToo() throws IOException {
        try (Model model = Model.fromXml(CART); MujocoEnv env = lap(model); MujocoEnv other = lap(model)) {
            assertThat(walkAfterLoad(env, other)).containsExactly(walk(env));
        }
    }

    /** A loaded environment can be drawn before its next step, and its state is still the one that was saved. */
    @Test
    void load_posesAreThoseOfTheState_whichStaysAsItWas() throws IOException {
        MujocoEnvFactory factory = cart().build();
        try (MujocoEnv env = factory.create(); MujocoEnv other = factory.create()) {
            env.reset(new Rng(0, 0), new float[4]);
            walk(env);
            byte[] saved = Saved.of(env);

            other.load(Saved.in(saved));

            assertThat(other.data().body("cart").xpos().get(0)).isNotZero().isEqualTo(env.data().qpos().get(0));
            assertThat(Saved.of(other)).isEqualTo(saved);
        }
    }

    private static MujocoEnv lap(Model model) {
        Data data = model.newData();
        return new MujocoEnv(EnvSpec.of("lap", 1, 2, 100), data, new Lap(data));
    }

    /** Rewards the way since the last step, which it therefore keeps. */
    private static final class Lap implements MujocoTask {
        private final Data data;
        private double last;

        Lap(Data data) {
            this.data = data;
        }

        @Override
        public void reset(RandomGenerator random) {
            last = 0;
        }

        @Override
        public void observe(float[] observation) {
            observation[0] = (float) data.qpos().get(0);
        }

        @Override
        public double reward(float[] action) {
            double way = data.qpos().get(0) - last;
            last += way;
            return way;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeDouble(last);
        }

        @Override
        public void load(DataInput in) throws IOException {
            last = in.readDouble();
        }
    }

    /** MuJoCo leaves out of its states which bodies sleep. */
    @Test
    void canBeSaved_modelWhoseBodiesMaySleep_cannot() {
        assumeTrue(Mujoco.version().startsWith("3"), "MuJoCo 2 knows no sleep");
        String sleeping = CART.replace("gravity=\"0 0 0\"/>", "gravity=\"0 0 0\"><flag sleep=\"enable\"/></option>");
        MujocoEnvFactory factory =
                MujocoEnv.fromXml("cart", sleeping).observe(data -> List.of(data.qpos())).reward((data, action) -> 0).build();
        try (MujocoEnv env = factory.create();
                BatchEnv batch = factory.createBatch(1);
                BatchEnv awake = cart().build().createBatch(1)) {
            assertThat(env.canBeSaved()).isFalse();
            assertThat(batch.savable(0)).isNull();
            assertThat(awake.savable(0)).isNotNull();
        }
    }

    /** Steps the first one, hands its state to the second one, and the second's further walk. */
    private static double[] walkAfterLoad(MujocoEnv env, MujocoEnv other) throws IOException {
        env.reset(new Rng(0, 0), new float[env.spec().observationSize()]);
        walk(env);
        byte[] saved = Saved.of(env);
        other.reset(new Rng(1, 0), new float[env.spec().observationSize()]);
        other.load(Saved.in(saved));
        return walk(other);
    }

    /** Rewards and positions of a few steps. */
    private static double[] walk(MujocoEnv env) {
        double[] seen = new double[20];
        Step out = new Step(env.spec().observationSize());
        for (int t = 0; t < 10; t++) {
            env.step(new float[] {(float) Math.sin(t), (float) Math.cos(t)}, out);
            seen[2 * t] = out.reward;
            seen[2 * t + 1] = env.data().qpos().get(1);
        }
        return seen;
    }
}
