package dev.advect.envs.calvin;

import java.util.Locale;

/** One of the three blocks on the desk, in the order of the observation. */
enum CalvinBlock {
    RED(0, CalvinThing.RED_BLOCK),
    BLUE(1, CalvinThing.BLUE_BLOCK),
    PINK(2, CalvinThing.PINK_BLOCK);

    /** All blocks; {@code values()} would copy them at every step. */
    static final CalvinBlock[] ALL = values();

    /** Half the width and half the height of every block, m. */
    static final double HALF = 0.02;

    /** The place in the observation, from 0. */
    final int index;
    final CalvinThing thing;

    CalvinBlock(int index, CalvinThing thing) {
        this.index = index;
        this.thing = thing;
    }

    /** The name in tasks and in the model: {@code red_block}. */
    String label() {
        return name().toLowerCase(Locale.ROOT) + "_block";
    }
}
