package dev.advect.envs.calvin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The state of the desk in words, by which CALVIN's evaluation decides which tasks can follow one another.
 *
 * @param led whether the LED is on
 * @param lightbulb whether the bulb is on
 * @param sliderLeft whether the sliding door is at the left, which opens the right compartment
 * @param drawerOpen whether the drawer is open
 * @param places where each block is
 */
record CalvinPlan(boolean led, boolean lightbulb, boolean sliderLeft, boolean drawerOpen, Map<CalvinBlock, Place> places) {

    /** Where a block can be. */
    enum Place {
        TABLE, SLIDER_LEFT, SLIDER_RIGHT, DRAWER, GRASPED, STACKED_TOP, STACKED_BOTTOM,
        /** On the table, where the hand still touches it because the last task ended with that. */
        HANDLED,
        /** In the hand just above the block on which it was stacked, because the last task ended with that. */
        RAISED
    }

    CalvinPlan {
        places = Map.copyOf(places);
    }

    /** Where a block is. */
    Place place(CalvinBlock block) {
        return places.getOrDefault(block, Place.TABLE);
    }

    /** Whether no block is at the place. */
    boolean isEmpty(Place place) {
        return !places.containsValue(place);
    }

    /** Whether a block is in the hand. */
    boolean grasped() {
        return places.containsValue(Place.GRASPED);
    }

    /** This state once the hand has gone on to something else. */
    CalvinPlan letGo() {
        CalvinPlan plan = this;
        for (CalvinBlock block : CalvinBlock.values()) {
            boolean handled = place(block) == Place.HANDLED || place(block) == Place.RAISED;
            plan = handled ? plan.with(block, Place.TABLE) : plan;
        }
        return plan;
    }

    /** Whether a block is in one of the compartments behind the sliding door. */
    boolean inSlider(CalvinBlock block) {
        return place(block) == Place.SLIDER_LEFT || place(block) == Place.SLIDER_RIGHT;
    }

    /** The compartment that the sliding door leaves open. */
    Place openCompartment() {
        return sliderLeft ? Place.SLIDER_RIGHT : Place.SLIDER_LEFT;
    }

    CalvinPlan withLed(boolean on) {
        return new CalvinPlan(on, lightbulb, sliderLeft, drawerOpen, places);
    }

    CalvinPlan withLightbulb(boolean on) {
        return new CalvinPlan(led, on, sliderLeft, drawerOpen, places);
    }

    CalvinPlan withSliderLeft(boolean left) {
        return new CalvinPlan(led, lightbulb, left, drawerOpen, places);
    }

    CalvinPlan withDrawerOpen(boolean open) {
        return new CalvinPlan(led, lightbulb, sliderLeft, open, places);
    }

    CalvinPlan with(CalvinBlock block, Place place) {
        Map<CalvinBlock, Place> changed = new EnumMap<>(places);
        changed.put(block, place);
        return new CalvinPlan(led, lightbulb, sliderLeft, drawerOpen, changed);
    }

    /**
     * The states in which an evaluation can begin: everything on or off, open or closed, one or two blocks on the table and
     * at most one in each compartment.
     */
    static List<CalvinPlan> starts() {
        List<CalvinPlan> starts = new ArrayList<>();
        Place[] places = {Place.TABLE, Place.SLIDER_RIGHT, Place.SLIDER_LEFT};
        for (int logic = 0; logic < 16; logic++) {
            for (int i = 0; i < 27; i++) {
                Map<CalvinBlock, Place> blocks = new EnumMap<>(CalvinBlock.class);
                blocks.put(CalvinBlock.RED, places[i / 9]);
                blocks.put(CalvinBlock.BLUE, places[i / 3 % 3]);
                blocks.put(CalvinBlock.PINK, places[i % 3]);
                long table = count(blocks, Place.TABLE);
                if (table >= 1 && table <= 2 && count(blocks, Place.SLIDER_LEFT) < 2 && count(blocks, Place.SLIDER_RIGHT) < 2) {
                    starts.add(new CalvinPlan((logic & 8) != 0, (logic & 4) != 0, (logic & 2) != 0, (logic & 1) != 0, blocks));
                }
            }
        }
        return starts;
    }

    private static long count(Map<CalvinBlock, Place> blocks, Place place) {
        return blocks.values().stream().filter(place::equals).count();
    }
}
