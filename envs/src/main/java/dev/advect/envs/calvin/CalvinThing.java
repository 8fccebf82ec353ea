package dev.advect.envs.calvin;

/** Something that can be touched. Each link of the table counts by itself, as in CALVIN: desk, plank, drawer and so on. */
enum CalvinThing {
    ROBOT,
    RED_BLOCK,
    BLUE_BLOCK,
    PINK_BLOCK,
    /** What does not move of the table, except the plank. */
    DESK,
    /** The floor of the two compartments behind the sliding door. */
    PLANK,
    DRAWER,
    /** The sliding door. */
    DOOR,
    BUTTON,
    SWITCH,
    FLOOR;

    /** All things; {@code values()} would copy them at every step. */
    static final CalvinThing[] ALL = values();
}
