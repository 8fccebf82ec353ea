package dev.advect.envs.calvin;

import dev.advect.envs.calvin.CalvinPlan.Place;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class CalvinChainTest {
    /** Red and blue on the table, pink in the compartment that the door, which is at the right, leaves open. */
    private static CalvinPlan plan() {
        Map<CalvinBlock, Place> places = new EnumMap<>(CalvinBlock.class);
        places.put(CalvinBlock.RED, Place.TABLE);
        places.put(CalvinBlock.BLUE, Place.TABLE);
        places.put(CalvinBlock.PINK, Place.SLIDER_LEFT);
        return new CalvinPlan(false, false, false, false, places);
    }

    /** Of 27 placements, 6 have one block on the table and one in each compartment, 6 have two on the table: 12 × 16. */
    @Test
    void starts_areTheEvaluations() {
        assertThat(CalvinPlan.starts()).hasSize(192).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "lift_red_block_table stack_block unstack_block open_drawer move_slider_left, true",
        "open_drawer lift_pink_block_slider place_in_drawer turn_on_led lift_pink_block_drawer, true",
        "turn_on_led turn_on_lightbulb open_drawer move_slider_left push_red_block_left, false", // two of the lights
        "open_drawer close_drawer turn_on_led move_slider_left push_red_block_left, false", // two of the drawer
        "lift_pink_block_slider open_drawer place_in_drawer turn_on_led move_slider_left, false", // no hand free
        "push_into_drawer turn_on_led move_slider_left open_drawer push_red_block_left, false", // the drawer is closed
        "move_slider_left lift_red_block_table place_in_slider move_slider_right turn_on_led, false", // two of the door
        "lift_red_block_table place_in_slider turn_on_led open_drawer push_blue_block_left, false", // pink is in there
        "lift_pink_block_slider place_in_slider open_drawer turn_on_led lift_red_block_table, true",
        "open_drawer push_red_block_left lift_red_block_table place_in_drawer turn_on_led, true", // the hand is at it
        "open_drawer rotate_red_block_left lift_red_block_table place_in_drawer turn_on_led, true",
        "open_drawer push_red_block_left lift_blue_block_table place_in_drawer turn_on_led, true",
        "open_drawer push_red_block_left turn_on_led lift_red_block_table place_in_drawer, true",
        "turn_off_led open_drawer move_slider_left push_red_block_left lift_red_block_table, false" // it is off
    })
    void feasible_byConditionsAndCategories(String names, boolean feasible) {
        List<CalvinGoal> goals = Stream.of(names.split(" ", -1)).map(CalvinGoals::named).toList();

        assertThat(CalvinChain.feasible(plan(), goals)).isEqualTo(feasible);
    }

    /** With two blocks left on the table it is open on which one a third is stacked, so no chain has that. */
    @Test
    void stack_withAChoice_isNotFeasible() {
        CalvinPlan choice = plan().with(CalvinBlock.PINK, Place.GRASPED);

        assertThat(CalvinGoals.named("stack_block").after(choice)).hasSize(2);
        assertThat(CalvinChain.feasible(choice, List.of(CalvinGoals.named("stack_block")))).isFalse();
    }

    @Test
    void sample_chains_areFeasibleAndVaried() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            CalvinChain chain = CalvinChain.sample(new Rng(3, i));
            assertThat(chain.goals()).hasSize(5).doesNotHaveDuplicates();
            assertThat(CalvinChain.feasible(chain.start(), chain.goals())).isTrue();
            chain.goals().forEach(goal -> seen.add(goal.name()));
        }
        assertThat(seen).hasSizeGreaterThan(28);
    }

    /** The door at the left opens the right compartment, and a block that is put there can be taken out again. */
    @Test
    void placeInSlider_goesIntoTheOpenCompartment() {
        CalvinPlan held = plan().withSliderLeft(true).with(CalvinBlock.RED, Place.GRASPED);

        List<CalvinPlan> after = CalvinGoals.named("place_in_slider").after(held);

        assertThat(after).containsExactly(held.with(CalvinBlock.RED, Place.SLIDER_RIGHT));
        assertThat(CalvinGoals.named("lift_red_block_slider").possible(after.getFirst())).isTrue();
        assertThat(CalvinGoals.named("place_in_slider").after(held.withSliderLeft(false))).isEmpty(); // pink is there
    }

    /** After unstacking, the upper block is in the hand: it can be turned, but it does not lie on the desk as pushing wants. */
    @Test
    void unstack_leavesTheUpperBlockInTheHand() {
        CalvinPlan stacked = plan().with(CalvinBlock.RED, Place.STACKED_TOP).with(CalvinBlock.BLUE, Place.STACKED_BOTTOM);

        CalvinPlan after = CalvinGoals.named("unstack_block").after(stacked).getFirst();

        assertThat(after.place(CalvinBlock.RED)).isEqualTo(Place.RAISED);
        assertThat(CalvinGoals.named("rotate_red_block_left").possible(after)).isTrue();
        assertThat(CalvinGoals.named("push_red_block_left").possible(after)).isFalse();
        assertThat(CalvinGoals.named("lift_red_block_table").possible(after)).isFalse();
        assertThat(CalvinGoals.named("lift_blue_block_table").possible(after)).isTrue();
        CalvinPlan later = CalvinGoals.named("turn_on_led").after(after).getFirst();
        assertThat(CalvinGoals.named("lift_red_block_table").possible(later)).isTrue();
    }

    /** A block that was turned or pushed can be lifted at once, but pushing it into the drawer begins with the hand away. */
    @ParameterizedTest
    @ValueSource(strings = {"rotate_red_block_right", "push_red_block_right"})
    void handAtTheBlock_allowsLiftingOnly(String task) {
        CalvinPlan open = plan().withDrawerOpen(true).with(CalvinBlock.BLUE, Place.SLIDER_RIGHT);
        CalvinGoal into = CalvinGoals.named("push_into_drawer");

        CalvinPlan after = CalvinGoals.named(task).after(open).getFirst();

        assertThat(into.possible(open)).isTrue();
        assertThat(after.place(CalvinBlock.RED)).isEqualTo(Place.HANDLED);
        assertThat(CalvinGoals.named("lift_red_block_table").possible(after)).isTrue();
        assertThat(into.possible(after)).isFalse();
        assertThat(into.possible(CalvinGoals.named("turn_on_led").after(after).getFirst())).isTrue();
    }

    /** Every chain is gone through on a desk that knows nothing of the rules: each condition comes to hold. */
    @Test
    void sample_chains_canBeDone() {
        for (int i = 0; i < 2000; i++) {
            CalvinChain chain = CalvinChain.sample(new Rng(7, i));
            ChainWalk walk = new ChainWalk(chain.start());
            for (CalvinGoal goal : chain.goals()) {
                CalvinState before = walk.state();
                walk.done(goal.name());
                assertThat(goal.condition().holds(before, walk.state())).as("%s in %s", goal.name(), chain).isTrue();
            }
        }
    }

    @Test
    void sample_singleTasks_arePossible() {
        for (CalvinGoal goal : CalvinGoals.all()) {
            for (int i = 0; i < 20; i++) {
                CalvinChain chain = CalvinChain.sample(goal, new Rng(5, i));
                assertThat(goal.possible(chain.start())).as(goal.name()).isTrue();
            }
        }
    }
}
