package dev.advect.envs.calvin;

import dev.advect.envs.Resources;
import dev.advect.envs.SharedModel;
import dev.advect.mujoco.Model;

/**
 * A placement of the desk's parts along x, with the blocks that lie on it. CALVIN has four, A to D; policies are evaluated in
 * D. Positions and lengths are those of CALVIN's URDF files times its global scale of 0.8, in m.
 *
 * <p>Source: {@code data/calvin_table_*} and {@code conf/scene} of {@code calvin_env} at 1431a46, the commit that
 * {@code calvin} pins. Before 93aeae6 and 999fc6a CALVIN called scene A what it calls D since, and D what it calls A.
 */
enum CalvinScene {
    A(-0.28, -0.10, 0.28, 0.10, 0.30, -0.10, 0.056, 0.08, 0.04),
    B(0.28, 0.088, 0.304, 0.18, -0.32, 0.08, 0.04, 0.08, 0.056),
    C(-0.12, 0.06, 0.24, 0.10, -0.32, 0.08, 0.08, 0.04, 0.056),
    D(-0.12, -0.10, 0.28, 0.18, 0.30, -0.10, 0.056, 0.04, 0.08);

    /** Half the width of the desk, of the plank, and of the gap in which the drawer runs, m. */
    private static final double DESK = 0.44;
    private static final double PLANK = 0.26;
    private static final double GAP = 0.225;

    final double button;
    /** The position of the sliding door when it is at the right, and how far it moves to the left. */
    final double slide;
    final double slideRange;
    final double drawer;
    final double lever;
    final double plank;
    /** The length of each block; all are equally wide and high. */
    final double red;
    final double blue;
    final double pink;
    @SuppressWarnings("ImmutableEnumChecker") // made on demand, and then no longer changed
    private final SharedModel model = new SharedModel(() -> Model.fromXml(xml()));

    CalvinScene(double button, double slide, double slideRange, double drawer, double lever, double plank,
            double red, double blue, double pink) {
        this.button = button;
        this.slide = slide;
        this.slideRange = slideRange;
        this.drawer = drawer;
        this.lever = lever;
        this.plank = plank;
        this.red = red;
        this.blue = blue;
        this.pink = pink;
    }

    /** The compiled model, which all simulations of this scene share. */
    Model model() {
        return model.get();
    }

    /** The MJCF text of the scene. */
    String xml() {
        return between(between(between(between(Resources.text(CalvinScene.class, "calvin.xml"), "DRAWER_LEFT", -DESK, drawer - GAP),
                        "DRAWER_RIGHT", drawer + GAP, DESK), "LEFT", -DESK, plank - PLANK), "RIGHT", plank + PLANK, DESK)
                .replace("WALL_L", String.valueOf(plank - PLANK - 0.01))
                .replace("WALL_R", String.valueOf(plank + PLANK + 0.01))
                .replace("BUTTON_X", String.valueOf(button))
                .replace("LED_X", String.valueOf(button))
                .replace("SLIDE_X", String.valueOf(slide))
                .replace("SLIDE_RANGE", String.valueOf(slideRange))
                .replace("DRAWER_X", String.valueOf(drawer))
                .replace("SWITCH_X", String.valueOf(lever))
                .replace("LIGHT_X", String.valueOf(lever))
                .replace("PLANK_X", String.valueOf(plank))
                .replace("RED_HALF", String.valueOf(red / 2))
                .replace("BLUE_HALF", String.valueOf(blue / 2))
                .replace("PINK_HALF", String.valueOf(pink / 2));
    }

    /** Fills in centre and half width of what reaches from one position along x to another. */
    private static String between(String xml, String name, double from, double to) {
        return xml.replace(name + "_X", String.valueOf((from + to) / 2))
                .replace(name + "_HALF", String.valueOf((to - from) / 2));
    }
}
