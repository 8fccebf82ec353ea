package dev.advect.envs.humanoid;

import dev.advect.envs.SharedModel;
import dev.advect.envs.humanoid.Part.HingeRange;
import dev.advect.mujoco.Model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A variant of the humanoid: which of its joints move. Both have the same 24 bodies.
 *
 * <p>qpos is the pelvis's position (m) and quaternion, followed by the angles of {@link #hinges} (rad); qvel is its linear
 * velocity (m/s, world axes) and angular velocity (rad/s, own axes), followed by those of the hinges.
 */
public enum HumanoidBody {
    /** 29 hinges: hips, knees, ankles (x, y), torso, chest, neck, shoulders and elbows (z). All other bodies are fixed. */
    LITE,
    /** 69 hinges: three at each of the 23 bodies other than the pelvis. */
    FULL;

    /** The number of components of the pelvis in qpos. */
    public static final int ROOT_POSITIONS = 7;

    /** The number of components of the pelvis in qvel. */
    public static final int ROOT_VELOCITIES = 6;

    /** The time of one physics step, s. */
    static final double TIMESTEP = 1 / 120.0;

    /** Rotor inertia of every joint, kg·m²; with much less of it, the stiff controllers make small bodies chatter. */
    static final double ARMATURE = 0.1;

    private static final String AXES = "xyz";
    private static final String[] VECTORS = {"1 0 0", "0 1 0", "0 0 1"};

    @SuppressWarnings("ImmutableEnumChecker") // made on demand, and then no longer changed
    private final SharedModel model = new SharedModel(() -> Model.fromXml(xml()));

    /** What is made once for each variant, when it is first needed. */
    private static final class Made {
        static final Map<HumanoidBody, List<Hinge>> HINGES = new EnumMap<>(HumanoidBody.class);

        private Made() {}
    }

    /** The hinges, in the order of qpos and of the actions. */
    public List<Hinge> hinges() {
        synchronized (Made.HINGES) {
            return Made.HINGES.computeIfAbsent(this, HumanoidBody::makeHinges);
        }
    }

    private static List<Hinge> makeHinges(HumanoidBody variant) {
        List<Hinge> hinges = new ArrayList<>();
        for (int body = 0; body < Anatomy.BODIES; body++) {
            Part part = Anatomy.all().get(body);
            for (HingeRange range : part.hinges()) {
                if (variant == FULL || range.lite()) {
                    hinges.add(new Hinge(part.name() + "_" + AXES.charAt(range.axis()), body, range.axis(), part.stiffness(),
                            part.damping(), range.centre(), range.half()));
                }
            }
        }
        return List.copyOf(hinges);
    }

    /** The number of positions, the length of qpos. */
    public int positions() {
        return ROOT_POSITIONS + hinges().size();
    }

    /** The number of velocities, the length of qvel. */
    public int velocities() {
        return ROOT_VELOCITIES + hinges().size();
    }

    /** The compiled model, which all simulations of this variant share. */
    public Model model() {
        return model.get();
    }

    /** The MJCF text of the model: the humanoid on a floor. */
    public String xml() {
        StringBuilder xml = new StringBuilder();
        xml.append(String.format(Locale.ROOT, """
                <mujoco model="humanoid-%s">
                  <compiler angle="radian"/>
                  <option timestep="%.17g"/>
                  <size njmax="300" nconmax="80"/>
                  <default>
                    <joint type="hinge" armature="%s"/>
                    <geom condim="3" friction="1 0.005 0.0001" rgba="0.75 0.6 0.45 1"/>
                    <position forcelimited="true" forcerange="-%s %s"/>
                  </default>
                  <worldbody>
                    <light pos="0 0 4" dir="0 0 -1" directional="true"/>
                    <geom name="floor" type="plane" size="50 50 0.2" rgba="0.3 0.35 0.4 1"/>
                """, name().toLowerCase(Locale.ROOT), TIMESTEP, ARMATURE,
                Hinge.MAX_TORQUE, Hinge.MAX_TORQUE));
        append(xml, 0, "    ");
        xml.append("  </worldbody>\n  <contact>\n");
        Touching.PAIRS.forEach(pair -> xml.append("    <exclude body1=\"").append(pair.first()).append("\" body2=\"")
                .append(pair.second()).append("\"/>\n"));
        xml.append("  </contact>\n  <actuator>\n");
        for (Hinge hinge : hinges()) {
            xml.append(String.format(Locale.ROOT, "    <position name=\"%s\" joint=\"%s\" kp=\"%s\"/>%n", hinge.name(),
                    hinge.name(), hinge.stiffness()));
        }
        return xml.append("  </actuator>\n</mujoco>\n").toString();
    }

    private void append(StringBuilder xml, int body, String indent) {
        Part part = Anatomy.all().get(body);
        double height = body == 0 ? Anatomy.STANDING : 0;
        xml.append(String.format(Locale.ROOT, "%s<body name=\"%s\" pos=\"%s %s %s\">%n", indent, part.name(),
                part.offset().get(0), part.offset().get(1), part.offset().get(2) + height));
        if (body == 0) {
            xml.append(indent).append("  <freejoint name=\"root\"/>\n");
        }
        for (HingeRange range : part.hinges()) {
            if (this == FULL || range.lite()) {
                xml.append(String.format(Locale.ROOT, "%s  <joint name=\"%s_%c\" axis=\"%s\" damping=\"%s\"%s/>%n", indent,
                        part.name(), AXES.charAt(range.axis()), VECTORS[range.axis()], part.damping(), limit(range.limit())));
            }
        }
        xml.append(String.format(Locale.ROOT, "%s  <geom name=\"%s\" mass=\"%s\" %s/>%n", indent, part.name(), part.mass(),
                part.shape()));
        for (int child = body + 1; child < Anatomy.BODIES; child++) {
            if (Anatomy.parent(child) == body) {
                append(xml, child, indent + "  ");
            }
        }
        xml.append(indent).append("</body>\n");
    }

    private static String limit(double limit) {
        double stop = Math.toRadians(10);
        return limit == 0 ? "" : String.format(Locale.ROOT, " limited=\"true\" range=\"%s %s\"", Math.min(-stop, limit),
                Math.max(stop, limit));
    }
}
