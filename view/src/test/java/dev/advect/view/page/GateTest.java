package dev.advect.view.page;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GateTest {
    private final Gate gate = new Gate("secret", "127.0.0.1");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080"})
    void refusal_thisMachineWithTheToken_enters(String host) {
        assertThat(gate.refusal("/secret/live.js", host, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/secre/", "/secrets/", "/live.js", "//secret/", "/Secret/"})
    void refusal_anotherToken_isRefused(String path) {
        assertThat(gate.refusal(path, "localhost:8080", null)).hasValueSatisfying(why -> assertThat(why).contains("token"));
    }

    /** DNS rebinding: a name of someone else's that now leads to this machine. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example:80", "10.0.0.7:8080", ""})
    void refusal_anotherHost_isRefused(String host) {
        assertThat(gate.refusal("/secret/", host, null)).isPresent();
    }

    @Test
    void refusal_noHost_isRefused() {
        assertThat(gate.refusal("/secret/", null, null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost:8081", "https://localhost:8080", "null"})
    void refusal_aPageOfAnotherOrigin_isRefused(String origin) {
        assertThat(gate.refusal("/secret/live", "localhost:8080", origin)).isPresent();
    }

    @Test
    void refusal_aPageOfOurs_enters() {
        assertThat(gate.refusal("/secret/live", "localhost:8080", "http://localhost:8080")).isEmpty();
    }

    @Test
    void refusal_boundEverywhere_numbersEnterButNamesDoNot() {
        Gate everywhere = new Gate("secret", "0.0.0.0");

        assertThat(everywhere.refusal("/secret/", "192.168.1.5:8080", null)).isEmpty();
        assertThat(everywhere.refusal("/secret/", "evil.example:8080", null)).isPresent();
    }
}
