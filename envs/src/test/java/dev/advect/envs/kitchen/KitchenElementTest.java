package dev.advect.envs.kitchen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** When an element is done: a state that passes and one that just fails. */
class KitchenElementTest {

    @ParameterizedTest
    @CsvSource({
        // the burner moves by 1/174 of its knob: 0.299 and 0.00666 are 0.29907 together
        "bottom-burner, 11, '-0.581 -0.00334', true", "bottom-burner, 11, '-0.579 -0.00333', false",
        "top-burner, 15, '-0.621 -0.00357', true", "top-burner, 15, '-0.619 -0.00356', false",
        // the light by 1/14 of its switch: 0.299 and 0.0221 are 0.29982 together
        "light-switch, 17, '-0.391 -0.0279', true", "light-switch, 17, '-0.390 -0.0279', false",
        "slide-cabinet, 19, 0.071, true", "slide-cabinet, 19, 0.069, false",
        "hinge-cabinet, 20, '0 1.151', true", "hinge-cabinet, 20, '0 1.149', false",
        // 0.29 and 0.1 are 0.30676 together: the left door is to stay closed
        "hinge-cabinet, 20, '-0.1 1.16', false",
        "microwave, 22, -0.451, true", "microwave, 22, -0.449, false", "microwave, 22, -1.049, true", "microwave, 22, -1.051, false",
        "kettle, 23, '-0.23 0.451 1.62 0.99 0 0 -0.06', true", "kettle, 23, '-0.23 0.449 1.62 0.99 0 0 -0.06', false",
        // upright: 0.01 and 0.06 are 0.06083, which leaves 0.29377 in y
        "kettle, 23, '-0.23 0.4563 1.62 1 0 0 0', true", "kettle, 23, '-0.23 0.4562 1.62 1 0 0 0', false",
        "kettle, 23, '-0.23 0.75 1.62 -0.99 0 0 0.06', false"
    })
    void reward_thatElementOnly(String name, int first, String values, boolean done) {
        try (Episode episode = new Episode("kitchen-" + name, 0)) {
            episode.qpos(first, Arrays.stream(values.split(" ", -1)).mapToDouble(Double::parseDouble).toArray());

            assertThat(episode.env.kitchen().reward(episode.action)).isEqualTo(done ? 1 : 0);
            assertThat(episode.env.succeeded()).isEqualTo(done);
        }
    }

    @Test
    void distance_ofTheStart_byHand() {
        try (Episode episode = new Episode("kitchen-complete", 0)) {
            assertThat(KitchenElement.SLIDE_CABINET.distance(episode.env.data().qpos())).isCloseTo(0.370465501, within(1e-8));
            assertThat(KitchenElement.MICROWAVE.distance(episode.env.data().qpos())).isCloseTo(0.75108010, within(1e-8));
        }
    }

    /** Each element counts once, when it is done first, also if it is undone and done again; the last one ends the episode. */
    @Test
    void reward_eachElementOnce() {
        try (Episode episode = new Episode("kitchen-complete", 0)) {
            Kitchen kitchen = episode.env.kitchen();
            assertThat(kitchen.reward(episode.action)).isZero();
            assertThat(kitchen.reached()).isZero();

            episode.qpos(22, -0.6);
            assertThat(kitchen.reward(episode.action)).isEqualTo(1);
            assertThat(kitchen.reward(episode.action)).isZero();
            episode.qpos(22, 0);
            assertThat(kitchen.reward(episode.action)).isZero();
            episode.qpos(22, -0.6);
            assertThat(kitchen.reward(episode.action)).isZero();
            assertThat(kitchen.reached()).isEqualTo(0b0001);

            episode.qpos(17, -0.69, -0.05);
            episode.qpos(19, 0.37);
            assertThat(kitchen.reward(episode.action)).isEqualTo(2);
            assertThat(kitchen.reached()).isEqualTo(0b1101);
            assertThat(kitchen.terminated()).isFalse();
            assertThat(kitchen.isDone(KitchenElement.KETTLE)).isFalse();

            episode.qpos(24, 0.7);
            assertThat(kitchen.reward(episode.action)).isEqualTo(1);
            assertThat(kitchen.reached()).isEqualTo(0b1111);
            assertThat(kitchen.terminated()).isTrue();
            assertThat(episode.env.succeeded()).isTrue();
        }
    }

    /** An element that the task does not ask for is worth nothing. */
    @Test
    void reward_elementOfAnotherTask_none() {
        try (Episode episode = new Episode("kitchen-mixed", 0)) {
            episode.qpos(19, 0.37);
            assertThat(episode.env.kitchen().reward(episode.action)).isZero();
            episode.qpos(11, -0.88, -0.005);
            assertThat(episode.env.kitchen().reward(episode.action)).isEqualTo(1);
        }
    }
}
