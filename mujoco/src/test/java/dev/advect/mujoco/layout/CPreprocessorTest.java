package dev.advect.mujoco.layout;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

final class CPreprocessorTest {

    @Test
    void include_conditions_takeOneBranch() {
        String text = """
                #define A
                #define B
                #if defined(A)
                first
                #elif defined(B)
                second
                #else
                third
                #endif
                #if defined(C)
                fourth
                #elif defined(B)
                fifth
                #elif defined(A)
                sixth
                #else
                seventh
                #endif
                #ifdef C
                eighth
                #if defined(A)
                ninth
                #endif
                #else
                tenth
                #endif
                """;
        CPreprocessor preprocessor = new CPreprocessor(Map.of("a.h", text)::get);
        preprocessor.include("a.h");
        assertThat(preprocessor.tokens()).isEqualTo(List.of("first", "fifth", "tenth"));
    }
}
