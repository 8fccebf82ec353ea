package dev.advect.envs.toy;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.Episodes;
import dev.advect.envs.Saved;
import dev.advect.envs.toy.GridMap.Area;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GridWorldTest {

    private static GridWorld at(String name, int x, int y) {
        GridWorld world = new GridWorld(GridMap.of(name), Area.cell(x, y));
        world.reset(new Rng(0, 0), new float[2]);
        return world;
    }

    private static Step step(GridWorld world, double x, double y) {
        Step out = new Step(2);
        world.step(new float[] {(float) x, (float) y}, out);
        return out;
    }

    @Test
    void spec_twoNumbers_hundredSteps() {
        assertThat(new GridWorld(GridMap.of("gridworld")).spec()).isEqualTo(EnvSpec.of("gridworld", 2, 2, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "0.6, 0, 13, 12", "0.5, -0.5, 12, 12", "-0.51, 0.51, 11, 13", "1, 1, 13, 13", "-7, 7, 11, 13", "0.2, -1, 12, 11"
    })
    void step_action_isRoundedToAMove(double actionX, double actionY, int x, int y) {
        GridWorld world = at("gridworld", 12, 12);
        Step out = step(world, actionX, actionY);
        assertThat(world.x()).isEqualTo(x);
        assertThat(world.y()).isEqualTo(y);
        assertThat(out.observation).containsExactly((x - 12) / 12f, (y - 12) / 12f);
        assertThat(out.reward).isZero();
        assertThat(out.terminated).isFalse();
    }

    @Test
    void step_beyondTheEdge_onlyThatDirectionIsHeldBack() {
        GridWorld world = at("gridworld", 0, 5);
        Step out = step(world, -1, -1);
        assertThat(world.x()).isZero();
        assertThat(world.y()).isEqualTo(4);
        assertThat(out.observation).containsExactly(-1, -8 / 12f);
        GridWorld right = at("gridworld-tree", 24, 24);
        step(right, 1, 1);
        assertThat(right.x()).isEqualTo(24);
        assertThat(right.y()).isEqualTo(24);
    }

    @Test
    void step_intoAWall_isNotMadeAtAll() {
        GridWorld world = at("gridworld-two-slits", 14, 8);
        step(world, 1, 1);
        assertThat(world.x()).isEqualTo(14);
        assertThat(world.y()).isEqualTo(8);
        step(world, 1, -1); // the opening, cell (15, 7)
        assertThat(world.x()).isEqualTo(15);
        assertThat(world.y()).isEqualTo(7);
    }

    @Test
    void step_goal_rewardsAndTerminates() {
        GridWorld world = at("gridworld", 3, 22);
        Step out = step(world, 0, 1);
        assertThat(out.reward).isEqualTo(20);
        assertThat(out.terminated).isTrue();
        assertThat(world.map().goal(world.x(), world.y())).isZero();
        GridWorld down = at("gridworld", 3, 2);
        assertThat(step(down, 0, -1).reward).isEqualTo(20);
        assertThat(down.map().goal(down.x(), down.y())).isEqualTo(1);
    }

    @Test
    void step_trap_costsAndTerminates() {
        Step out = step(at("gridworld-tree", 12, 12), 1, 0);
        assertThat(out.reward).isEqualTo(-10);
        assertThat(out.terminated).isTrue();
        assertThat(step(at("gridworld-three-goals", 12, 14), 0, -1).reward).isEqualTo(-10);
    }

    /** Between the goals of two rows each lie 21 rows of 25 cells, each of which is drawn in time. */
    @Test
    void reset_anyFreeCell_fromTheSeed() {
        GridWorld world = new GridWorld(GridMap.of("gridworld"));
        Rng random = new Rng(4, 0);
        Set<String> cells = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            world.reset(random, new float[2]);
            cells.add(world.x() + " " + world.y());
        }
        assertThat(cells).hasSize(21 * 25).contains("0 2", "24 22").doesNotContain("0 1", "0 23");
        float[] first = new float[2];
        float[] second = new float[2];
        world.reset(new Rng(9, 0), first);
        new GridWorld(GridMap.of("gridworld")).reset(new Rng(9, 0), second);
        assertThat(first).containsExactly(second);
    }

    @Test
    void reset_ofAnArea_staysWithinIt() {
        GridMap map = GridMap.of("gridworld-three-goals");
        GridWorld world = new GridWorld(map, map.saddle());
        Set<Integer> rows = new HashSet<>();
        Rng random = new Rng(0, 0);
        for (int i = 0; i < 500; i++) {
            world.reset(random, new float[2]);
            assertThat(world.x()).isEqualTo(12);
            rows.add(world.y());
        }
        assertThat(rows).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThatThrownBy(() -> new GridWorld(map, Area.cell(12, 12))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no cell of").hasMessageContaining("is free");
    }

    @Test
    void episode_withoutAGoal_isTruncatedAfterAHundredSteps() {
        try (VectorEnv envs = new VectorEnv(
                        () -> new GridWorld(GridMap.of("gridworld")), 1, 0, VectorEnv.NonFinite.ERROR);
                Arena arena = Arena.ofConfined()) {
            MemorySegment still = arena.allocate(2 * Float.BYTES);
            envs.reset(0, 1);
            for (int t = 0; t < 99; t++) {
                envs.step(0, 1, still);
            }
            assertThat(envs.truncated(0)).isFalse();
            envs.step(0, 1, still);
            assertThat(envs.truncated(0)).isTrue();
            assertThat(envs.terminated(0)).isFalse();
            assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(1, 0, 100, 0));
        }
    }

    @Test
    void load_midEpisode_isThereAgain() throws IOException {
        GridWorld world = at("gridworld-tree", 5, 20);
        byte[] saved = Saved.of(world);
        GridWorld other = at("gridworld-tree", 1, 1);
        other.load(Saved.in(saved));
        assertThat(step(other, 1, 0).observation).containsExactly(step(world, 1, 0).observation);
        assertThat(other.x()).isEqualTo(6);
        assertThat(other.y()).isEqualTo(20);
    }
}
