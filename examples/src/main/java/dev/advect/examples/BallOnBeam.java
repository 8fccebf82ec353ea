package dev.advect.examples;

import dev.advect.env.EnvFactory;
import dev.advect.envs.MujocoEnv;

import java.util.List;

/** A ball rolls on a beam that a motor tilts; it is brought to the middle. Off the beam the episode ends. */
public final class BallOnBeam {
    private static final String XML = """
            <mujoco>
              <option timestep="0.01"/>
              <worldbody>
                <body pos="0 0 0.5">
                  <joint name="tilt" axis="0 1 0" damping="0.2"/>
                  <geom type="box" size="0.5 0.03 0.01" mass="1"/>
                  <body pos="0 0 0.04">
                    <joint name="roll" type="slide" axis="1 0 0"/>
                    <geom size="0.03" mass="0.1"/>
                  </body>
                </body>
              </worldbody>
              <actuator>
                <motor joint="tilt" ctrllimited="true" ctrlrange="-1.5 1.5"/>
              </actuator>
              <sensor>
                <jointpos name="ball" joint="roll"/>
              </sensor>
            </mujoco>
            """;

    private BallOnBeam() {}

    public static EnvFactory factory() {
        return MujocoEnv.fromXml("ball-on-beam", XML)
                .observe(data -> List.of(data.qpos(), data.qvel()))
                .reward((data, action) -> Math.exp(-5 * Math.abs(data.sensor("ball").get(0))))
                .terminate(data -> Math.abs(data.sensor("ball").get(0)) > 0.5)
                .reset((data, random) -> {
                    data.qpos().set(0, random.nextDouble(-0.1, 0.1)); // tilt, rad
                    data.qpos().set(1, random.nextDouble(-0.3, 0.3)); // place of the ball, m
                })
                .controlSeconds(0.02)
                .episodeSteps(200)
                .build();
    }
}
