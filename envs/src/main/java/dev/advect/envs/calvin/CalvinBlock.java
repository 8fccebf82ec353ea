package dev.advect.envs.calvin;

import java.util.Locale;

/** One of the three blocks on the desk, in the order of the observation. */
enum CalvinBlock {
    RED(CalvinThing.RED_BLOCK, 0.028),
    BLUE(CalvinThing.BLUE_BLOCK, 0.02),
    PINK(CalvinThing.PINK_BLOCK, 0.04);

    /** Half the width and half the height of every block, m. */
    static final double HALF = 0.02;

    final CalvinThing thing;
    /** Half the length, m. */
    final double halfLength;

    CalvinBlock(CalvinThing thing, double halfLength) {
        this.thing = thing;
        this.halfLength = halfLength;
    }

    /** The name in tasks and in the model: {@code red_block}. */
    String label() {
        return name().toLowerCase(Locale.ROOT) + "_block";
    }
}
