package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** The number of times that each {@link Warning} was raised in a {@link Data}. */
final class WarningCounts {
    /** The index of each count, for the warnings that this version of MuJoCo has. */
    private final Map<Warning, Integer> indices = new EnumMap<>(Warning.class);

    /** The indices of the warnings for a diverged state, which are checked after every step. */
    private final int[] bad;

    private final IntView ints;

    WarningCounts(Data owner, Layout layout, MemorySegment data) {
        int size = layout.constant("sizeof(mjWarningStat)");
        int number = layout.offset("mjWarningStat.number");
        for (Warning warning : Warning.values()) {
            int code = warning.code(layout);
            if (code >= 0) {
                indices.put(warning, (size * code + number) / Integer.BYTES);
            }
        }
        bad = Stream.of(Warning.BAD_QPOS, Warning.BAD_QVEL, Warning.BAD_QACC)
                .filter(indices::containsKey)
                .mapToInt(indices::get)
                .toArray();
        long bytes = (long) size * layout.constant("mjNWARNING");
        ints = new IntView(owner, data.asSlice(layout.offset("mjData.warning"), bytes), false);
    }

    int get(Warning warning) {
        Integer index = indices.get(warning);
        return index == null ? 0 : ints.get(index);
    }

    /** Returns whether MuJoCo found a NaN, infinite or huge position, velocity or acceleration. */
    boolean diverged() {
        for (int index : bad) {
            if (ints.get(index) > 0) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        indices.values().forEach(index -> ints.write(index, 0));
    }
}
