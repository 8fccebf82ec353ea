package dev.advect.envs;

import dev.advect.env.Step;
import dev.advect.mujoco.MujocoException;
import dev.advect.random.Rng;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What is said of a description that is wrong. */
class MujocoEnvBuilderTest {

    private static MujocoEnvBuilder cart() {
        return described(MujocoEnv.fromXml("cart", MujocoEnvTest.CART));
    }

    private static MujocoEnvBuilder described(MujocoEnvBuilder builder) {
        return builder.observe(data -> List.of(data.qpos())).reward((data, action) -> 0);
    }

    private static AbstractThrowableAssert<?, ?> refused(MujocoEnvBuilder builder) {
        return assertThatThrownBy(builder::build).hasMessageStartingWith("environment 'cart': ");
    }

    @Test
    void build_brokenText_namesLineAndReason() {
        refused(described(MujocoEnv.fromXml("cart", """
                <mujoco>
                  <worldbody>
                    <boody/>
                  </worldbody>
                </mujoco>
                """))).isInstanceOf(MujocoException.class).hasMessageContaining("boody").hasMessageContaining("line 3");
    }

    @Test
    void build_brokenFile_namesFileLineAndReason(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cart.xml"), """
                <mujoco>
                  <worldbody>
                    <geom type="sphere"/>
                  </worldbody>
                </mujoco>
                """);
        refused(described(MujocoEnv.fromFile("cart", file))).isInstanceOf(MujocoException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("size")
                .hasMessageMatching("(?s).*line (= )?3\\b.*"); // as 2.2.2 says it, and as 3.14 does
        Path absent = folder.resolve("absent.xml");
        refused(described(MujocoEnv.fromFile("cart", absent))).hasMessageContaining("no readable model file")
                .hasMessageContaining(absent.toString());
    }

    @Test
    void build_file_isCompiledOnceForAllInstances(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cart.xml"), MujocoEnvTest.CART);
        MujocoEnvFactory factory = described(MujocoEnv.fromFile("cart", file)).build();
        Files.delete(file);
        try (MujocoEnv first = factory.create(); MujocoEnv second = factory.create()) {
            assertThat(first.model()).isSameAs(second.model()).isSameAs(factory.model());
            assertThat(first.data()).isNotSameAs(second.data());
        }
    }

    @Test
    void build_unknownName_listsThoseThatThereAre() {
        refused(cart().observe(data -> List.of(data.sensor("plaice")))).isInstanceOf(MujocoException.class)
                .hasMessageContaining("no sensor named 'plaice'; it has place");
        refused(cart().reward((data, action) -> data.sensor("speed").get(0)))
                .hasMessageContaining("no sensor named 'speed'; it has place");
    }

    @Test
    void build_functionMissing_isNamed() {
        refused(MujocoEnv.fromXml("cart", MujocoEnvTest.CART).reward((data, action) -> 0))
                .hasMessageContaining("observe(...) is missing");
        refused(MujocoEnv.fromXml("cart", MujocoEnvTest.CART).observe(data -> List.of(data.qpos())))
                .hasMessageContaining("reward(...) is missing");
    }

    @Test
    void build_noActuators_refused() {
        refused(described(MujocoEnv.fromXml("cart", MujocoEnvTest.CART.replaceAll("(?s)<actuator>.*</actuator>", ""))))
                .hasMessageContaining("no actuators");
    }

    @Test
    void build_controlStepNotAMultiple_refused() {
        refused(cart().controlSeconds(0.015))
                .hasMessageContaining("controlSeconds 0.015 is not a whole number of the model's time steps of 0.01 s");
        refused(cart().controlSeconds(0.001)).hasMessageContaining("controlSeconds 0.001");
        assertThatThrownBy(() -> cart().controlSeconds(-1)).hasMessageContaining("controlSeconds -1.0");
        refused(cart().episodeSteps(0)).hasMessageContaining("episodeSteps 0");
    }

    @Test
    void build_observationNotWritten_namesTheComponent() {
        refused(cart().observe(2, (data, observation) -> observation[0] = 1))
                .hasMessageContaining("component 1 of the first observation is NaN, or was not written");
        refused(cart().reward((data, action) -> Double.NaN)).hasMessageContaining("the first step");
    }

    /** A servo on a hinge whose keyframe is half a radian, where its target is too; two controls a second. */
    private static MujocoEnvBuilder servo() {
        return MujocoEnv.fromXml("servo", """
                <mujoco>
                  <compiler angle="radian"/>
                  <option gravity="0 0 0" timestep="0.25"/>
                  <worldbody>
                    <body><joint name="hinge"/><inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/></body>
                  </worldbody>
                  <actuator>
                    <position name="servo" joint="hinge" kp="2" ctrllimited="true" ctrlrange="-1 0.75"/>
                  </actuator>
                  <keyframe><key name="home" qpos="0.5" ctrl="0.5"/></keyframe>
                </mujoco>
                """)
                .observe(data -> List.of(data.joint("hinge").qpos(), data.actuator("servo").ctrl()))
                .reward((data, action) -> data.actuator("servo").force().get(0))
                .controlSeconds(0.25);
    }

    @Test
    void keyframe_isWhereEpisodesBegin() {
        Step step = new Step(2);
        try (MujocoEnv env = servo().keyframe("home").build().create()) {
            env.reset(new Rng(1, 1), step.observation);
            assertThat(step.observation).containsExactly(0.5f, 0.5f);
            env.step(new float[] {0.2f}, step);
            // the whole range: middle -0.125, half its width 0.875
            assertThat(step.observation[1]).isCloseTo(-0.125f + 0.2f * 0.875f, within(1e-6f));
        }
        try (MujocoEnv env = servo().keyframe("home").reset((data, random) -> data.joint("hinge").qpos().set(0, 0.25))
                .build().create()) {
            env.reset(new Rng(1, 1), step.observation);
            assertThat(step.observation).containsExactly(0.25f, 0.5f);
        }
        assertThatThrownBy(() -> servo().keyframe("hme").build()).isInstanceOf(MujocoException.class)
                .hasMessage("environment 'servo': the model has no keyframe named 'hme'; it has home");
    }

    @Test
    void actionScale_movesTargetsAroundTheKeyframe() {
        Step step = new Step(2);
        try (MujocoEnv env = servo().keyframe("home").actionScale(0.25).build().create()) {
            env.reset(new Rng(1, 1), step.observation);
            env.step(new float[] {0}, step);
            assertThat(step.observation).containsExactly(0.5f, 0.5f);
            env.step(new float[] {-0.5f}, step);
            assertThat(step.observation[1]).isEqualTo(0.375f);
            // 2 N m/rad times the angle to the target
            assertThat(step.reward).isCloseTo(2 * (0.375 - 0.5), within(1e-6));
        }
        try (MujocoEnv env = servo().actionScale(2).build().create()) {
            env.reset(new Rng(1, 1), step.observation);
            env.step(new float[] {1}, step);
            // the target is clipped to the range
            assertThat(step.reward).isCloseTo(2 * 0.75, within(1e-6));
        }
        assertThatThrownBy(() -> servo().actionScale(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("environment 'servo': actionScale 0.0 is not possible, it must be positive");
    }

    @Test
    void build_whatIsSetLater_changesNoFactory() {
        MujocoEnvBuilder builder = servo().keyframe("home").actionScale(0.25);
        MujocoEnvFactory factory = builder.build();
        builder.actionScale(0.5).terminate(data -> true).reset((data, random) -> data.joint("hinge").qpos().set(0, 0.25));
        Step step = new Step(2);
        try (MujocoEnv env = factory.create()) {
            env.reset(new Rng(1, 1), step.observation);
            assertThat(step.observation[0]).isEqualTo(0.5f);
            env.step(new float[] {-0.5f}, step);
            assertThat(step.observation[1]).isEqualTo(0.375f);
            assertThat(step.terminated).isFalse();
        }
    }
}
