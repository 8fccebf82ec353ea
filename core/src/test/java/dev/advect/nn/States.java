package dev.advect.nn;

import dev.advect.io.StateDict;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares saved states. */
public final class States {
    private States() {}

    /** Every tensor of both, bit for bit. */
    public static void assertSame(StateDict actual, StateDict expected) {
        assertThat(actual.names()).isEqualTo(expected.names()).isNotEmpty();
        for (String name : expected.names()) {
            assertThat(actual.shape(name)).as(name).containsExactly(expected.shape(name));
            assertThat(array(actual, name)).as(name).isEqualTo(array(expected, name));
        }
    }

    private static Object array(StateDict state, String name) {
        return switch (state.type(name)) {
            case F32 -> state.floats(name);
            case F64 -> state.doubles(name);
            case I64 -> state.longs(name);
            case U8 -> state.bytes(name);
        };
    }
}
