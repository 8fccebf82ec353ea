package dev.advect.examples;

import dev.advect.env.EnvFactory;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.DoubleView;

import java.nio.file.Path;
import java.util.List;

/** A quadruped with position actuators walks forward at 0.6 m/s. It needs MuJoCo 3: ADVECT_MUJOCO=3.14.0. */
public final class Quadruped {
    private static final double SPEED = 0.6;

    private Quadruped() {}

    /** An environment of the model, of which {@code scene} is the file to load: models/quadruped/scene.xml. */
    public static EnvFactory factory(Path scene) {
        return MujocoEnv.fromFile("quadruped", scene)
                .keyframe("home")
                .actionScale(0.4) // rad around the pose of the keyframe
                .observe(data -> List.of(data.sensor("gyro"), data.sensor("velocity"), data.sensor("up"),
                        data.qpos().slice(7, 8), data.qvel().slice(6, 8), data.ctrl())) // the eight joints
                .reward((data, action) -> {
                    double error = Math.abs(data.sensor("velocity").get(0) - SPEED) / SPEED;
                    double turning = Math.abs(data.sensor("gyro").get(2));
                    return Math.max(0, 1 - error) * Math.max(0, 1 - 0.5 * turning) * data.sensor("up").get(2);
                })
                .terminate(data -> data.sensor("up").get(2) < 0.5 || data.body("torso").xpos().get(2) < 0.15)
                .reset((data, random) -> {
                    DoubleView joints = data.qpos().slice(7, 8);
                    for (int i = 0; i < joints.size(); i++) {
                        joints.set(i, joints.get(i) + random.nextDouble(-0.1, 0.1));
                    }
                })
                .controlSeconds(0.02)
                .episodeSteps(500)
                .build();
    }
}
