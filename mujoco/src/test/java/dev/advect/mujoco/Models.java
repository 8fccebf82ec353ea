package dev.advect.mujoco;

import dev.advect.mujoco.library.Version;


/** Models that several tests use. */
public final class Models {
    /** One free body of 1 kg, without anything to hit; gravity 10 m/s^2, steps of 10 ms. */
    public static final String FREE_FALL = """
            <mujoco>
              <option gravity="0 0 -10" timestep="0.01"/>
              <worldbody>
                <body name="ball"><freejoint name="root"/><geom name="skin" size="0.1" mass="1"/></body>
              </worldbody>
            </mujoco>
            """;

    /** 2 kg, 0.5 m below a hinge, with 0.1 kg m^2 about its own centre; gravity 10 m/s^2; a motor of gear 3. */
    static final String PENDULUM = """
            <mujoco>
              <option gravity="0 0 -10" timestep="0.01"/>
              <worldbody>
                <body name="arm">
                  <joint name="hinge" axis="0 1 0"/>
                  <inertial pos="0 0 -0.5" mass="2" diaginertia="0.1 0.1 0.1"/>
                  <site name="tip" pos="0 0 -1"/>
                </body>
              </worldbody>
              <actuator><motor name="torque" joint="hinge" gear="3" ctrllimited="true" ctrlrange="-2 2"/></actuator>
              <sensor>
                <clock name="now"/><framepos name="tip_position" objtype="site" objname="tip"/>
              </sensor>
            </mujoco>
            """;

    /** Things that fall onto each other and a floor, with activations, damping, a mocap body and user data. */
    static final String HEAP = """
            <mujoco>
              <size nuserdata="2"/>
              <worldbody>
                <geom name="floor" type="plane" size="5 5 1"/>
                <body pos="0 0 0.3"><freejoint/><geom name="box" type="box" size="0.1 0.2 0.1"/></body>
                <body pos="0.05 0 0.6"><freejoint/><geom type="capsule" size="0.08 0.2"/></body>
                <body pos="0 0.05 0.9"><freejoint/><geom type="sphere" size="0.1"/></body>
                <body name="arm" pos="0 0 1.2">
                  <joint name="swing" axis="0 1 0" damping="0.1"/>
                  <geom type="capsule" fromto="0 0 0 0.4 0 0" size="0.05"/>
                </body>
                <body name="hand" mocap="true" pos="1 1 1"><geom type="sphere" size="0.1"/></body>
              </worldbody>
              <actuator><general name="drive" joint="swing" dyntype="filter" dynprm="0.1" gear="2"/></actuator>
            </mujoco>
            """;

    /** Whether the tests run with MuJoCo 3, some of whose figures are others. */
    static final boolean IS_3 = Version.parse(Mujoco.version()).major() >= 3;

    private Models() {}
}
