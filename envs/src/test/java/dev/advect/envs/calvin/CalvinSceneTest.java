package dev.advect.envs.calvin;

import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CalvinSceneTest {

    /**
     * Positions along x before scaling, from the joints' origins in {@code data/calvin_table_*}{@code /urdf} of
     * {@code calvin_env} at 1431a46, the commit that {@code calvin} pins: button and LED, door, the door's upper limit, drawer,
     * switch and light, plank.
     */
    @ParameterizedTest
    @CsvSource({
        "A, -0.35, -0.125, 0.35, 0.125, 0.375, -0.125",
        "B, 0.35, 0.11, 0.38, 0.225, -0.4, 0.1",
        "C, -0.15, 0.075, 0.3, 0.125, -0.4, 0.1",
        "D, -0.15, -0.125, 0.35, 0.225, 0.375, -0.125"
    })
    void placement_isThatOfTheUrdfTimesTheScale(CalvinScene scene, double button, double slide, double slideRange, double drawer,
            double lever, double plank) {
        assertScaled(scene.button, button);
        assertScaled(scene.slide, slide);
        assertScaled(scene.slideRange, slideRange);
        assertScaled(scene.drawer, drawer);
        assertScaled(scene.lever, lever);
        assertScaled(scene.plank, plank);
    }

    /**
     * Lengths before scaling of the red, the blue and the pink block: 0.05 small, 0.07 middle and 0.1 big in
     * {@code data/blocks}, chosen by {@code conf/scene/calvin_scene_*.yaml}, at 1431a46.
     */
    @ParameterizedTest
    @CsvSource({"A, 0.07, 0.1, 0.05", "B, 0.05, 0.1, 0.07", "C, 0.1, 0.05, 0.07", "D, 0.07, 0.05, 0.1"})
    void blocks_areThoseOfTheScene(CalvinScene scene, double red, double blue, double pink) {
        assertScaled(scene.red, red);
        assertScaled(scene.blue, blue);
        assertScaled(scene.pink, pink);
        assertThat(scene.xml()).contains("size=\"" + scene.red / 2 + " 0.02 0.02\"")
                .contains("size=\"" + scene.blue / 2 + " 0.02 0.02\"")
                .contains("size=\"" + scene.pink / 2 + " 0.02 0.02\"");
    }

    /** No name in capitals is left in the model's text. */
    @Test
    void xml_isFilledIn() {
        for (CalvinScene scene : CalvinScene.values()) {
            assertThat(scene.xml()).as("%s", scene).doesNotContainPattern("\"[^\"]*[A-Z]_[A-Z][^\"]*\"");
        }
    }

    /** The environments: each task by itself and the chain without a suffix are in D, the other chains in their scenes. */
    @ParameterizedTest
    @CsvSource({
        "calvin-open_drawer, -0.12, 0.18",
        "calvin-chain, -0.12, 0.18",
        "calvin-chain-a, -0.28, 0.10",
        "calvin-chain-b, 0.28, 0.18",
        "calvin-chain-c, -0.12, 0.10"
    })
    void environment_hasButtonAndDrawerOfItsScene(String name, double button, double drawer) {
        try (Episode episode = new Episode(name, 1)) {
            assertThat(x(episode, "button")).isCloseTo(button, within(1e-9));
            assertThat(x(episode, "drawer")).isCloseTo(drawer, within(1e-9));
        }
    }

    private static double x(Episode episode, String body) {
        return episode.env.data().doubles(DataField.XPOS).get(3 * episode.env.model().id(ObjectType.BODY, body));
    }

    private static void assertScaled(double actual, double unscaled) {
        assertThat(actual).isCloseTo(0.8 * unscaled, within(1e-9));
    }
}
