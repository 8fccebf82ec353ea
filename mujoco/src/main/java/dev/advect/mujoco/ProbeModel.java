package dev.advect.mujoco;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model made to tell fields of MuJoCo's structures apart: all its sizes are different numbers (but for those that the
 * {@link #otherSizes} tell apart), and the fields have values, given here or computed by hand from what is given here, that the others do not have: see {@link ProbeFacts}.
 */
final class ProbeModel {
    /** Options, each with a number of its own. */
    static final String OPTIONS = """
            <mujoco>
              <option timestep="0.25" gravity="1 2 3" impratio="1.5" tolerance="0.0625" density="4" viscosity="5"
                  integrator="implicit" cone="elliptic" solver="PGS" iterations="7">
                <flag contact="disable" energy="enable" override="enable"/>
              </option>
            </mujoco>
            """;

    /** Others, since there are too few integrators, cones and solvers to tell them apart at once. */
    static final String OTHER_OPTIONS =
            "<mujoco><option integrator='RK4' cone='pyramidal' solver='CG' iterations='8'/></mujoco>";

    private static final String OTHER_SIZES = """
            <mujoco model="other sizes">
              <size njmax="31" nconmax="32" nuserdata="33"/>
              <custom><numeric name="n" size="8" data="1"/><text name="x" data="xx"/></custom>
              <asset>
                <hfield name="h" nrow="2" ncol="2" size="1 1 1 1"/><hfield name="i" nrow="2" ncol="2" size="1 1 1 1"/>
                <material name="a"/><texture name="t" type="2d" builtin="flat" width="2" height="2"/>
              </asset>
              <worldbody>
                <body name="target" mocap="true"/><body mocap="true"/><body mocap="true"/>
                <body>
                  <joint name="shoulder"/><geom name="upper" size="0.1" pos="1 0 0"/>
                  <site/><site/><site/><site/><site/>
                  <body><joint name="elbow"/><geom size="0.1" pos="1 0 0"/><body><joint/><geom size="0.1" pos="1 0 0"/></body></body>
                </body>
                <body><freejoint/><geom size="0.1" pos="1 0 0"/></body>
                <camera/><camera/><light/>
              </worldbody>
              <tendon><fixed name="cable"><joint joint="shoulder" coef="1"/><joint joint="elbow" coef="1"/></fixed></tendon>
              <actuator>
                <motor joint="shoulder"/><motor tendon="cable"/><general joint="elbow" dyntype="integrator"/>
              </actuator>
              <sensor><clock/><clock/><framepos objtype="body" objname="target"/></sensor>
              <keyframe><key/></keyframe>
            </mujoco>
            """;

    private static final int SINGLE_JOINTS = 13;
    private static final int STATELESS = 19;
    private static final int STATEFUL = 11;

    private ProbeModel() {}

    /**
     * A small model, whose sizes differ from each other where some of the large one are equal by chance.
     *
     * @param flexes whether this version has them
     */
    static String otherSizes(boolean flexes) {
        return flexes ? OTHER_SIZES.replace("</worldbody>", "</worldbody>" + flexes()) : OTHER_SIZES;
    }

    /** Twelve of them, one of which has more corners and triangles than the others, so that those are not as many. */
    private static String flexes() {
        return "<deformable><flex name='f0' dim='2' body='target' vertex='0 0 0  1 0 0  0 1 0  1 1 0' element='0 1 2  1 2 3'/>"
                + repeat(1, 12, i -> "<flex name='f" + i + "' dim='2' body='target' vertex='0 0 0  1 0 0  0 1 0' element='0 1 2'/>")
                + "</deformable>";
    }

    /** The model, for a version whose actuators may have several controls or not. */
    static String xml(boolean severalControls) {
        return """
                <mujoco model="probe">
                  <compiler angle="radian"/>
                  <option timestep="0.125" gravity="0 0 -8"><flag energy="enable"/></option>
                  <size njmax="210" nconmax="220" nuserdata="100" nuser_body="22" nuser_jnt="22" nuser_geom="22" nuser_site="22"
                      nuser_cam="22" nuser_tendon="22" nuser_actuator="22" nuser_sensor="22"/>
                """ + custom() + assets() + world() + constraints() + actuators(severalControls) + sensors()
                + keyframes(severalControls) + "</mujoco>\n";
    }

    private static String custom() {
        return "<custom><numeric name='n0' size='5' data='1.5 2.5'/>"
                + repeat(1, 19, i -> "<numeric name='n" + i + "' size='2' data='" + i + "'/>")
                + repeat(0, 7, i -> "<text name='x" + i + "' data='xxxx'/>")
                + repeat(0, 6, i -> "<tuple name='u" + i + "'>"
                        + repeat(0, 6, j -> "<element objtype='body' objname='cart'/>") + "</tuple>")
                + "</custom>\n";
    }

    private static String assets() {
        return "<asset>"
                + "<mesh name='m0' vertex='0.5 0 0  -0.5 0 0  0 1 0  0 -1 0  0 0 1.5  0 0 -1.5'/>"
                + repeat(1, 3, i -> "<mesh name='m" + i + "' vertex='1 0 0  -1 0 0  0 1 0  0 -1 0  0 0 1  0 0 -1  0.8 0.8 0.8'/>")
                + "<mesh name='m3' vertex='" + prism(22) + "'/>"
                + repeat(0, 2, i -> "<skin name='k" + i + "' vertex='" + repeat(0, 11, j -> j + " 0 0 ")
                        + "' face='" + repeat(0, 11, j -> "0 1 2 ") + "'>"
                        + repeat(0, 11, j -> "<bone body='cart' bindpos='0 0 0' bindquat='1 0 0 0' vertid='0 1 2 3 4 5 6 7 8 9 10'"
                                + " vertweight='1 1 1 1 1 1 1 1 1 1 1'/>")
                        + "</skin>")
                + repeat(0, 3, i -> "<hfield name='h" + i + "' nrow='10' ncol='9' size='1.5 2.5 0.5 0.25'/>")
                + repeat(0, 15, i -> "<texture name='t" + i + "' type='2d' builtin='flat' width='2' height='2'/>")
                + repeat(0, 16, i -> "<material name='a" + i + "' rgba='" + i / 16.0 + " 0.5 0.25 1'/>")
                + "</asset>\n";
    }

    /** The corners of a prism over a regular polygon, whose sides and ends are not triangles. */
    private static String prism(int corners) {
        return repeat(0, corners, i -> {
            String corner = Math.cos(2 * Math.PI * i / corners) + " " + Math.sin(2 * Math.PI * i / corners);
            return corner + " -1  " + corner + " 1  ";
        });
    }

    private static String world() {
        return """
                <worldbody>
                  <geom name="floor" type="plane" size="1 1 1" pos="0 0 -20" contype="0" conaffinity="0"/>
                  <geom name="target" type="sphere" size="0.75" pos="21.125 0 0" contype="2" conaffinity="2"/>
                  <geom type="sphere" size="0.75" pos="20 1.0625 0" contype="2" conaffinity="2"/>
                  <body name="fixed" pos="1.5 2.5 3.5" quat="0.6 0 0 0.8">
                    <inertial pos="0.25 0.5 0.75" quat="0.8 0.6 0 0" mass="2.25" diaginertia="0.33 0.32 0.31"/>
                    <geom name="box" type="box" size="0.11 0.12 0.13" pos="0.21 0.22 0.23" quat="0.8 0 0.6 0"
                        material="a3" group="4" rgba="0.125 0.25 0.5 0.75"
                        contype="4" conaffinity="8" condim="6" friction="0.7 0.01 0.02" margin="0.03" gap="0.015"
                        solref="0.04 0.9" solimp="0.81 0.92 0.003 0.4 1.5"/>
                    <site name="site" type="ellipsoid" size="0.041 0.042 0.043" pos="0.31 0.32 0.33" quat="0.6 0.8 0 0"
                        material="a5" rgba="0.375 0.5 0.625 0.875"/>
                    <body name="leaf" pos="1 0 0">
                      <inertial pos="0 0 0" mass="0.75" diaginertia="0.1 0.1 0.1"/>
                      <body name="end"/>
                    </body>
                  </body>
                  <body name="cart">
                    <inertial pos="0 0 0" mass="4" diaginertia="1 1 1"/>
                    <joint name="cart" type="slide" axis="0 0 1" pos="0.1 0.2 0.3" ref="0.0625" springref="0.125"
                        stiffness="3.5" damping="0.625" frictionloss="0.375" armature="0.5"
                        limited="true" range="-5.5 6.5" margin="0.002"
                        solreflimit="0.05 1.1" solimplimit="0.82 0.93 0.004 0.3 1.7"/>
                  </body>
                  <body name="pole" pos="7 8 9">
                    <inertial pos="0 0 0" mass="1.125" diaginertia="0.43 0.42 0.41"/>
                    <joint name="pole" type="hinge" axis="0 0.6 0.8" pos="0 0.3 0.4"/>
                  </body>
                  <body name="free" pos="20 0 0">
                    <inertial pos="0 0 0" mass="5" diaginertia="0.8 0.8 0.8"/>
                    <freejoint name="free"/>
                    <geom name="round" type="sphere" size="0.5" contype="2" conaffinity="2"/>
                  </body>
                  <body name="ball">
                    <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
                    <joint name="ball" type="ball"/>
                  </body>
                  <body name="triple">
                    <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
                    <joint type="slide" axis="1 0 0"/><joint type="slide" axis="0.6 0.8 0"/><joint type="slide"/>
                  </body>
                """
                + repeat(0, SINGLE_JOINTS, i -> "<body name='b" + i + "' pos='0 " + (30 + i) + " 0'>"
                        + "<inertial pos='0 0 0' mass='1' diaginertia='1 1 1'/>"
                        + "<joint name='j" + i + "' type='slide'/></body>")
                + "<body name='hand' mocap='true'/>"
                + "<body name='last' pos='100 0 0'>"
                + repeat(0, 20, i -> "<geom name='g" + i + "' size='0.1' pos='" + i + " 0 0' contype='0' conaffinity='0'/>")
                + repeat(0, 16, i -> "<site/>") + "<site name='far'/>"
                + "</body>"
                + "<camera fovy='33' pos='3 4 5' quat='0.6 0.8 0 0'/>" + repeat(1, 13, i -> "<camera/>") + repeat(0, 14, i -> "<light/>")
                + "</worldbody>\n";
    }

    private static String constraints() {
        return "<contact>"
                + repeat(0, 9, i -> "<pair geom1='box' geom2='g" + i + "'/>")
                + repeat(0, 8, i -> "<exclude body1='cart' body2='b" + i + "'/>")
                + "</contact><equality>"
                + "<joint joint1='j1' joint2='j2' polycoef='0.07 1.02 0.03 0.04 0.05' active='false'/>"
                + "<connect body1='b3' body2='b4' anchor='0.17 0.18 0.19' active='false'/>"
                + repeat(2, 10, i -> "<joint joint1='j1' active='false'/>")
                + "</equality><tendon>"
                + "<fixed><joint joint='pole' coef='2'/><joint joint='cart' coef='-1.5'/></fixed>"
                + "<fixed name='spring' stiffness='1.375' damping='0.875' limited='true' range='-2.25 3.25'>"
                + "<joint joint='j3' coef='1'/></fixed>"
                + repeat(2, 11, i -> "<fixed><joint joint='j4' coef='1'/><joint joint='j5' coef='1'/></fixed>")
                + "<spatial width='0.0625' rgba='0.25 0.5 0.75 1'><site site='site'/><site site='far'/></spatial></tendon>\n";
    }

    private static String actuators(boolean severalControls) {
        return "<actuator>"
                + "<motor joint='cart' gear='2.5' ctrllimited='true' ctrlrange='-1.75 2.75'/>"
                + "<general tendon='spring' gaintype='affine' gainprm='0.51 0.52 0.53' biastype='affine'"
                + " biasprm='0.61 0.62 0.63' dynprm='0.71 0.72' forcelimited='true' forcerange='-40 41'/>"
                + "<general joint='j6' biastype='affine'/>"
                + "<motor joint='j6' ctrllimited='true' ctrlrange='-1 1'/>"
                + "<motor joint='j6' forcelimited='true' forcerange='-1 1'/>"
                + repeat(5, STATELESS, i -> "<motor joint='j6'/>")
                + repeat(0, STATEFUL, i -> "<general joint='j7' dyntype='integrator'/>")
                + (severalControls ? "<orientation joint='ball' kp='1' input='quat'/>" : "")
                + "</actuator>\n";
    }

    private static String sensors() {
        return "<sensor><clock/><jointpos joint='cart' cutoff='17.5' noise='0.875'/>"
                + "<framepos objtype='site' objname='site'/><subtreelinvel body='cart'/><subtreeangmom body='pole'/>"
                + "<force site='site'/><framequat objtype='body' objname='cart'/>"
                + repeat(0, 14, i -> "<jointvel joint='j8'/>")
                + "</sensor>\n";
    }

    private static String keyframes(boolean severalControls) {
        String controls = repeat(0, STATELESS + STATEFUL, i -> i == 0 ? "1.25" : i == STATELESS ? " 0.45" : " 0");
        return "<keyframe><key/><key time='2.5' qpos='0.5625 0  20 0 0 1 0 0 0  1 0 0 0"
                + repeat(0, 3 + SINGLE_JOINTS, i -> " 0") + "' qvel='1.5 0.75"
                + repeat(0, 25, i -> " 0") + "' act='0.19"
                + repeat(1, STATEFUL, i -> " 0") + "' ctrl='" + controls + (severalControls ? " 1 0 0 0" : "")
                + "' mpos='0.8 0.9 1.1' mquat='0 0 1 0'/>"
                + repeat(2, 5, i -> "<key/>") + "</keyframe>\n";
    }

    private static String repeat(int from, int to, IntFunction<String> element) {
        return IntStream.range(from, to).mapToObj(element).collect(Collectors.joining());
    }
}
