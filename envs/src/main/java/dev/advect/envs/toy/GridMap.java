package dev.advect.envs.toy;

import java.util.List;

/**
 * The layout of a {@link GridWorld} of 25 × 25 cells. Cell (0, 0) is at the bottom left; x increases to the right and y
 * upwards.
 *
 * <p>Source: the public code of FPO, {@code gridworld/utils/gridworld.py}; the first map is that of the paper's figure
 * (arXiv:2507.21053).
 *
 * @param name the environment's name
 * @param description the task in one line
 * @param goals areas to reach, which all give the same reward
 * @param traps areas to avoid
 * @param walls areas that cannot be entered
 * @param saddle cells from which two goals, or two ways around an obstacle, are equally near, so that a unimodal policy
 *     must commit to one of them
 */
public record GridMap(
        String name, String description, List<Area> goals, List<Area> traps, List<Area> walls, Area saddle) {

    /** The side length of the grid, in cells. */
    public static final int SIZE = 25;

    /** The area that covers all cells. */
    public static final Area EVERYWHERE = new Area(0, 0, SIZE - 1, SIZE - 1);

    private static final List<GridMap> ALL = List.of(
            new GridMap("gridworld", "a goal along the upper edge of a grid, one along the lower",
                    List.of(new Area(0, 23, 24, 24), new Area(0, 0, 24, 1)),
                    List.of(), List.of(), new Area(0, 12, 24, 12)),
            new GridMap("gridworld-c-shape", "a goal within walls that are open to the left",
                    List.of(new Area(10, 10, 14, 14)),
                    List.of(),
                    List.of(new Area(7, 7, 17, 7), new Area(7, 17, 17, 17), new Area(17, 7, 17, 17)),
                    new Area(18, 12, 24, 12)),
            new GridMap("gridworld-three-goals", "three goals around a trap",
                    List.of(new Area(11, 17, 13, 19), new Area(6, 6, 8, 8), new Area(16, 6, 18, 8)),
                    List.of(new Area(11, 11, 13, 13)),
                    List.of(), new Area(12, 0, 12, 10)),
            new GridMap("gridworld-tree", "a goal at the right edge, behind a trap in the middle",
                    List.of(new Area(23, 10, 24, 14)),
                    List.of(new Area(13, 10, 17, 14)),
                    List.of(), new Area(0, 12, 12, 12)),
            new GridMap("gridworld-two-slits", "a goal along the right edge, behind a wall with two openings",
                    List.of(new Area(24, 0, 24, 24)),
                    List.of(),
                    List.of(new Area(15, 0, 15, 3), new Area(15, 8, 15, 16), new Area(15, 21, 15, 24)),
                    new Area(0, 12, 14, 12)));

    public GridMap {
        goals = List.copyOf(goals);
        traps = List.copyOf(traps);
        walls = List.copyOf(walls);
    }

    /** All maps, sorted by name. */
    public static List<GridMap> all() {
        return ALL;
    }

    /** The map with the given name, for example {@code gridworld-tree}. */
    public static GridMap of(String name) {
        return ALL.stream().filter(map -> map.name.equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("no grid world '" + name + "'; there are "
                        + ALL.stream().map(GridMap::name).toList()));
    }

    /** The index of the goal that contains a cell, or -1. */
    public int goal(int x, int y) {
        return area(goals, x, y);
    }

    /** Whether a cell belongs to a trap, which ends the episode with a penalty. */
    public boolean isTrap(int x, int y) {
        return area(traps, x, y) >= 0;
    }

    /** Whether a cell cannot be entered. */
    public boolean isWall(int x, int y) {
        return area(walls, x, y) >= 0;
    }

    /** Whether a cell is neither goal, trap nor wall, so that an episode can begin or continue there. */
    public boolean isFree(int x, int y) {
        return goal(x, y) < 0 && !isTrap(x, y) && !isWall(x, y);
    }

    /** The index of the first area that contains a cell, or -1. It allocates nothing, as it is called at every step. */
    private static int area(List<Area> areas, int x, int y) {
        for (int i = 0; i < areas.size(); i++) {
            if (areas.get(i).contains(x, y)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A rectangle of cells with inclusive bounds.
     *
     * @param left the minimum x
     * @param bottom the minimum y
     * @param right the maximum x
     * @param top the maximum y
     */
    public record Area(int left, int bottom, int right, int top) {
        public Area {
            if (left < 0 || bottom < 0 || right >= SIZE || top >= SIZE || left > right || bottom > top) {
                throw new IllegalArgumentException("not an area of a grid of " + SIZE + " × " + SIZE + " cells: ("
                        + left + ", " + bottom + ") to (" + right + ", " + top + ")");
            }
        }

        /** Creates an area of one cell. */
        public static Area cell(int x, int y) {
            return new Area(x, y, x, y);
        }

        /** Whether this area contains a cell. */
        public boolean contains(int x, int y) {
            return left <= x && x <= right && bottom <= y && y <= top;
        }
    }
}
