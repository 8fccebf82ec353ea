package dev.advect.envs.arm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The MJCF of a task, put together from files beside this class: the world, robots, then tables and things. */
final class Scene {
    private final StringBuilder parts = new StringBuilder(inner(resource("world.xml")));

    /**
     * Adds a robot.
     *
     * @param name what its parts' names begin with, such as {@code robot0}
     * @param yaw of its base about z, rad; 0 looks along x
     */
    Scene robot(String name, double x, double y, double z, double yaw) {
        parts.append(inner(resource("panda.xml")
                .replace("ROBOT", name)
                .replace("POSITION", x + " " + y + " " + z)
                .replace("YAW", String.valueOf(yaw))));
        return this;
    }

    /** Adds what a file describes. */
    Scene with(String file) {
        parts.append(inner(resource(file)));
        return this;
    }

    String xml() {
        return "<mujoco>" + parts + "</mujoco>";
    }

    /** What lies between the outermost tags: MuJoCo merges sections that come more than once. */
    private static String inner(String xml) {
        return xml.substring(xml.indexOf("<mujoco>") + "<mujoco>".length(), xml.lastIndexOf("</mujoco>"));
    }

    private static String resource(String name) {
        try (InputStream in = Scene.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the model " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
