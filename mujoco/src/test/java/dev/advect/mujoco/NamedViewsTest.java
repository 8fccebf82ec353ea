package dev.advect.mujoco;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A robot in which everything has a name, looked at by these names. */
final class NamedViewsTest {
    /** A free torso of 2 kg, an arm on a hinge and on a slide, a ball joint, a mocap target; no gravity, steps of 10 ms. */
    private static final String ROBOT = """
            <mujoco>
              <compiler angle="radian"/>
              <option gravity="0 0 0" timestep="0.01"/>
              <worldbody>
                <body name="target" mocap="true" pos="4 5 6"><geom name="marker" size="0.1" contype="0" conaffinity="0"/></body>
                <body name="anonymous friend of nobody"/>
                <body name="torso" pos="0 0 1">
                  <freejoint name="root"/>
                  <inertial pos="0 0 0.25" mass="2" diaginertia="1 1 1"/>
                  <site name="imu" pos="0.5 0 0"/>
                </body>
                <body name="arm" pos="10 0 0">
                  <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
                  <joint name="shoulder" axis="0 0 1"/>
                  <joint name="rail" type="slide" axis="0 0 1"/>
                  <geom name="hand" pos="1 0 0" size="0.1" contype="0" conaffinity="0"/>
                </body>
                <body name="head" pos="20 0 0">
                  <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
                  <joint name="neck" type="ball"/>
                </body>
              </worldbody>
              <tendon><fixed name="cable"><joint joint="shoulder" coef="2"/><joint joint="rail" coef="-1"/></fixed></tendon>
              <actuator>
                <position name="servo" joint="shoulder" kp="5" gear="2"/>
                <motor name="push" joint="rail" gear="3"/>
              </actuator>
              <sensor><framepos name="where" objtype="site" objname="imu"/><gyro name="gyro" site="imu"/></sensor>
              <keyframe>
                <key name="rest"/>
                <key name="home" time="2" qpos="1 2 3  0 0 0 1  0.5 0.25  1 0 0 0" ctrl="0.125 0" mpos="7 8 9"/>
              </keyframe>
            </mujoco>
            """;

    private Model model;
    private Data data;

    @BeforeEach
    void open() {
        model = Model.fromXml(ROBOT);
        data = model.newData();
        data.reset("home");
        data.joint("shoulder").qvel().set(0, 0.75);
        data.joint("root").qvel().copyFrom(new double[] {1, 0, 0, 0, 0, 2});
        data.forward();
    }

    @AfterEach
    void close() {
        data.close();
        model.close();
    }

    @Test
    void views_showWhatTheirNamesStandFor() {
        BodyView torso = data.body("torso");
        assertThat(torso.id()).isEqualTo(model.id(ObjectType.BODY, "torso"));
        assertThat(torso.xpos().toArray()).containsExactly(1, 2, 3);
        assertThat(torso.xquat().toArray()).containsExactly(0, 0, 0, 1);
        // half a turn about z
        assertThat(torso.xmat().toArray()).containsExactly(new double[] {-1, 0, 0, 0, -1, 0, 0, 0, 1}, within(1e-12));
        assertThat(torso.xipos().toArray()).containsExactly(new double[] {1, 2, 3.25}, within(1e-12));
        assertThat(torso.subtreeCom().toArray()).containsExactly(new double[] {1, 2, 3.25}, within(1e-12));
        assertThat(torso.cvel().toArray()).containsExactly(new double[] {0, 0, 2, 1, 0, 0}, within(1e-12));

        assertThat(data.joint("root").qpos().toArray()).containsExactly(1, 2, 3, 0, 0, 0, 1);
        assertThat(data.joint("shoulder").qpos().toArray()).containsExactly(0.5);
        assertThat(data.joint("rail").qpos().toArray()).containsExactly(0.25);
        assertThat(data.joint("neck").qpos().toArray()).containsExactly(1, 0, 0, 0);
        assertThat(data.joint("neck").qvel().size()).isEqualTo(3);
        assertThat(data.joint("root").qacc().size()).isEqualTo(6);

        // 1 m from an axis that has turned by half a radian and risen by 25 cm
        assertThat(data.geom("hand").xpos().toArray())
                .containsExactly(new double[] {10 + Math.cos(0.5), Math.sin(0.5), 0.25}, within(1e-12));
        assertThat(data.geom("hand").xmat().get(1)).isCloseTo(-Math.sin(0.5), within(1e-12));
        assertThat(data.site("imu").xpos().toArray()).containsExactly(new double[] {0.5, 2, 3}, within(1e-12));
        assertThat(data.site("imu").xmat().get(0)).isCloseTo(-1, within(1e-12));
        assertThat(data.sensor("where").toArray()).containsExactly(new double[] {0.5, 2, 3}, within(1e-12));
        assertThat(data.sensor("gyro").toArray()).containsExactly(new double[] {0, 0, 2}, within(1e-12));

        ActuatorView servo = data.actuator("servo");
        assertThat(servo.ctrl().toArray()).containsExactly(0.125);
        assertThat(servo.length().toArray()).containsExactly(1); // gear 2 times half a radian
        assertThat(servo.velocity().toArray()).containsExactly(1.5);
        assertThat(servo.force().get(0)).isCloseTo(5 * (0.125 - 1), within(1e-12));
        assertThat(data.tendon("cable").length().get(0)).isCloseTo(2 * 0.5 - 0.25, within(1e-12));
        assertThat(data.tendon("cable").velocity().get(0)).isCloseTo(1.5, within(1e-12));

        assertThat(data.mocap("target").pos().toArray()).containsExactly(7, 8, 9);
        assertThat(data.body("target").xpos().toArray()).containsExactly(7, 8, 9);
    }

    @Test
    void views_writeToTheSimulation() {
        data.mocap("target").pos().set(2, -1);
        data.mocap("target").quat().copyFrom(new double[] {0, 1, 0, 0});
        data.actuator("push").ctrl().set(0, 2);
        data.body("torso").xfrcApplied().set(2, 4);
        data.joint("shoulder").qpos().set(0, 0.0625);
        data.joint("shoulder").qfrcApplied().set(0, 1);
        data.forward();
        assertThat(data.body("target").xpos().toArray()).containsExactly(7, 8, -1);
        assertThat(data.body("target").xquat().toArray()).containsExactly(0, 1, 0, 0);
        assertThat(data.joint("rail").qacc().get(0)).isCloseTo(3 * 2, within(1e-12)); // 1 kg
        assertThat(data.joint("root").qacc().get(2)).isCloseTo(4 / 2.0, within(1e-12));
        // the servo holds its target: twice its length is pulled back by gear 2, and 1 N m is added
        assertThat(data.joint("shoulder").qacc().get(0)).isCloseTo(2 * 5 * (0.125 - 2 * 0.0625) + 1, within(1e-12));
    }

    @Test
    void views_areMadeOnce() {
        assertThat(data.body("torso")).isSameAs(data.body("torso"));
        assertThat(data.joint("root")).isSameAs(data.joint("root"));
        assertThat(data.sensor("gyro")).isSameAs(data.sensor("gyro"));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] destination = new double[3];
        long rounds = 20_000;
        long allocated = Long.MAX_VALUE;
        // the first rounds are interpreted, which allocates
        for (int attempt = 0; attempt < 10 && allocated > rounds; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                data.body("torso").xpos().copyTo(destination);
                data.mocap("target").pos().copyFrom(destination);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(destination).containsExactly(1, 2, 3);
        assertThat(allocated).isLessThan(rounds);
    }

    @Test
    void reset_toAKeyframe_isItsState() {
        assertThat(data.time()).isEqualTo(2);
        assertThat(data.ctrl().toArray()).containsExactly(0.125, 0);
        data.reset("rest");
        assertThat(data.time()).isZero();
        assertThat(data.joint("root").qpos().toArray()).containsExactly(0, 0, 1, 1, 0, 0, 0);
        assertThat(data.joint("root").qvel().toArray()).containsOnly(0);
    }

    @Test
    void unknownNames_areRefusedWithTheNearest() {
        assertThatThrownBy(() -> data.body("toroso")).isInstanceOf(MujocoException.class)
                .hasMessageStartingWith("the model has no body named 'toroso'; it has torso, ").message().doesNotContain("\n");
        assertThatThrownBy(() -> data.joint("sholder")).hasMessageStartingWith(
                "the model has no joint named 'sholder'; it has shoulder, ");
        assertThatThrownBy(() -> data.geom("Hand ")).hasMessageContaining("no geom named 'Hand '; it has hand, marker");
        assertThatThrownBy(() -> data.site("imuu")).hasMessage("the model has no site named 'imuu'; it has imu");
        assertThatThrownBy(() -> data.actuator("serv")).hasMessageContaining("no actuator named 'serv'; it has servo, push");
        assertThatThrownBy(() -> data.tendon("wire")).hasMessage("the model has no tendon named 'wire'; it has cable");
        assertThatThrownBy(() -> data.sensor("gyr")).hasMessageContaining("no sensor named 'gyr'; it has gyro, where");
        assertThatThrownBy(() -> data.mocap("torso")).hasMessage("the model has no mocap body named 'torso'; it has target");
        assertThatThrownBy(() -> data.mocap("targt")).hasMessage("the model has no mocap body named 'targt'; it has target");
        assertThatThrownBy(() -> data.reset("hme")).hasMessage("the model has no keyframe named 'hme'; it has home, rest");
        try (Model empty = Model.fromXml(Models.FREE_FALL);
                Data none = empty.newData()) {
            assertThatThrownBy(() -> none.mocap("target"))
                    .hasMessage("the model has no mocap body named 'target'; it has none at all");
            assertThatThrownBy(() -> none.reset("home")).hasMessageContaining("no keyframe named 'home'; it has none at all");
        }
    }

    @Test
    void views_afterClose_areRefused() {
        BodyView torso = data.body("torso");
        data.close();
        assertThatThrownBy(() -> torso.xpos().get(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> data.reset("home")).isInstanceOf(IllegalStateException.class);
    }
}
