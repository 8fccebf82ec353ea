package dev.advect.io;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StateDictTest {
    private final StateDict state = new StateDict();

    @Test
    void put_withoutShape_oneDimension() {
        state.putFloats("a", new float[] {1, 2, 3});
        assertThat(state.shape("a")).containsExactly(3);
        assertThat(state.type("a")).isEqualTo(DType.F32);
        assertThat(state.floats("a", 3)).containsExactly(1, 2, 3);
    }

    @Test
    void child_putAndRead_underPrefixInOrder() {
        StateDict policy = state.child("policy");
        policy.child("net").putDoubles("w", new double[6], 2, 3);
        state.putLongs("step", new long[] {7});
        policy.putBytes("b", new byte[2]);
        assertThat(state.names()).containsExactly("policy.net.w", "step", "policy.b");
        assertThat(policy.names()).containsExactly("net.w", "b");
        assertThat(state.child("pol").names()).isEmpty();
        assertThat(state.doubles("policy.net.w", 2, -1)).hasSize(6);
        assertThat(policy.has("step")).isFalse();
        assertThatThrownBy(() -> state.child("policy.")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void get_missingTypeShape_oneLineNamesTensorExpectedFound() {
        state.child("p").putFloats("w", new float[6], 2, 3);
        assertThatThrownBy(() -> state.child("p").floats("v")).isInstanceOf(StateException.class)
                .hasMessage("tensor 'p.v' is missing from the saved state, which holds 1 others");
        assertThatThrownBy(() -> state.floats("p.w", 3, 2)).isInstanceOf(StateException.class)
                .hasMessage("tensor 'p.w': expected F32 [3, 2], found F32 [2, 3]");
        assertThatThrownBy(() -> state.floats("p.w", 6)).isInstanceOf(StateException.class);
        assertThatThrownBy(() -> state.longs("p.w")).isInstanceOf(StateException.class)
                .hasMessage("tensor 'p.w': expected I64, found F32 [2, 3]");
    }

    @Test
    void put_twiceWrongShapeBadName_refused() {
        state.putFloats("a", new float[1]);
        assertThatThrownBy(() -> state.putLongs("a", new long[1])).hasMessage("tensor 'a' is there already");
        assertThatThrownBy(() -> state.putFloats("b", new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'b': 5 elements do not fill the shape [2, 3]");
        assertThatThrownBy(() -> state.putFloats("b", new float[1], -1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.putFloats("b", new float[0], 1L << 62, 8))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.putFloats("", new float[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.putFloats("__metadata__", new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
