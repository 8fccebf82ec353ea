package dev.advect.envs.arm;

import dev.advect.envs.Resources;

import java.util.Map;

/** A builder of the MJCF text of a task from resources next to this class: world, robots, tables and objects. */
final class Scene {
    private final StringBuilder parts = new StringBuilder(inner(Resources.text(Scene.class, "world.xml")));

    /**
     * Adds a robot.
     *
     * @param name the prefix of its element names, such as {@code robot0}
     * @param x the base's position along x, m
     * @param y the base's position along y, m
     * @param z the base's position along z, m
     * @param yaw the base's rotation about z, rad; 0 faces along x
     */
    Scene robot(String name, double x, double y, double z, double yaw) {
        parts.append(inner(Resources.text(Scene.class, "panda.xml")
                .replace("ROBOT", name)
                .replace("POSITION", x + " " + y + " " + z)
                .replace("YAW", String.valueOf(yaw))));
        return this;
    }

    /** Adds the contents of an MJCF resource. */
    Scene with(String file) {
        return with(file, Map.of());
    }

    /** Adds the contents of an MJCF resource with words in it replaced by numbers. */
    Scene with(String file, Map<String, Double> numbers) {
        String text = Resources.text(Scene.class, file);
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            text = text.replace(number.getKey(), number.getValue().toString());
        }
        parts.append(inner(text));
        return this;
    }

    String xml() {
        return "<mujoco>" + parts + "</mujoco>";
    }

    /** The text between the outermost tags; MuJoCo merges repeated sections. */
    private static String inner(String xml) {
        return xml.substring(xml.indexOf("<mujoco>") + "<mujoco>".length(), xml.lastIndexOf("</mujoco>"));
    }
}
