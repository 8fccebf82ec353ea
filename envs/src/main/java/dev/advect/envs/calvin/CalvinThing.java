package dev.advect.envs.calvin;

/** Something that can be touched. Desk, plank, drawer and fittings are parts of one table. */
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
    /** The sliding door, the button or the switch. */
    FITTING,
    FLOOR;
}
