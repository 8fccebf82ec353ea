package dev.advect.envs.toy;

import dev.advect.envs.toy.GridMap.Area;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The maps, drawn from the top. */
class GridMapTest {

    @Test
    void all_names() {
        assertThat(GridMap.all()).extracting(GridMap::name).containsExactly("gridworld", "gridworld-c-shape",
                "gridworld-three-goals", "gridworld-tree", "gridworld-two-slits");
        assertThat(GridMap.of("gridworld-tree").description()).isEqualTo(
                "a goal at the right edge, behind a trap in the middle");
        assertThatThrownBy(() -> GridMap.of("gridworld-bush")).hasMessageContaining("gridworld-bush")
                .hasMessageContaining("gridworld-tree");
    }

    @Test
    void twoWalls_drawn() {
        assertThat(drawn("gridworld")).containsExactly(
                "2 0000000000000000000000000",
                "10 .........................",
                "1 -------------------------",
                "10 .........................",
                "2 1111111111111111111111111");
    }

    @Test
    void threeGoals_drawn() {
        assertThat(drawn("gridworld-three-goals")).containsExactly(
                "5 .........................",
                "3 ...........000...........",
                "3 .........................",
                "3 ...........xxx...........",
                "2 ............-............",
                "3 ......111...-...222......",
                "6 ............-............");
    }

    @Test
    void tree_drawn() {
        assertThat(drawn("gridworld-tree")).containsExactly(
                "10 .........................",
                "2 .............xxxxx.....00",
                "1 -------------xxxxx.....00",
                "2 .............xxxxx.....00",
                "10 .........................");
    }

    @Test
    void twoSlits_drawn() {
        assertThat(drawn("gridworld-two-slits")).containsExactly(
                "4 ...............#........0",
                "4 ........................0",
                "4 ...............#........0",
                "1 ---------------#........0",
                "4 ...............#........0",
                "4 ........................0",
                "4 ...............#........0");
    }

    @Test
    void cShape_drawn() {
        assertThat(drawn("gridworld-c-shape")).containsExactly(
                "7 .........................",
                "1 .......###########.......",
                "2 .................#.......",
                "2 ..........00000..#.......",
                "1 ..........00000..#-------",
                "2 ..........00000..#.......",
                "2 .................#.......",
                "1 .......###########.......",
                "7 .........................");
    }

    @Test
    void area_outsideOrEmpty_refused() {
        assertThat(Area.cell(3, 4)).isEqualTo(new Area(3, 4, 3, 4));
        assertThatThrownBy(() -> new Area(0, 0, 25, 0)).hasMessageContaining("(0, 0) to (25, 0)");
        assertThatThrownBy(() -> new Area(4, 0, 3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Area(0, -1, 3, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Goals by number, x traps, # walls, - the saddle; equal rows once, with their count before them. */
    private static List<String> drawn(String name) {
        GridMap map = GridMap.of(name);
        List<String> runs = new ArrayList<>();
        String last = "";
        int count = 0;
        for (int y = GridMap.SIZE - 1; y >= -1; y--) {
            String row = y < 0 ? "" : row(map, y);
            if (!row.equals(last) && count > 0) {
                runs.add(count + " " + last);
                count = 0;
            }
            last = row;
            count++;
        }
        return runs;
    }

    private static String row(GridMap map, int y) {
        StringBuilder row = new StringBuilder();
        for (int x = 0; x < GridMap.SIZE; x++) {
            if (map.goal(x, y) >= 0) {
                row.append(map.goal(x, y));
            } else if (map.isTrap(x, y)) {
                row.append('x');
            } else if (map.isWall(x, y)) {
                row.append('#');
            } else {
                row.append(map.saddle().contains(x, y) ? '-' : '.');
            }
        }
        return row.toString();
    }
}
