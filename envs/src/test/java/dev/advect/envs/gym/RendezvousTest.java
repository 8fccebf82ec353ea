package dev.advect.envs.gym;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class RendezvousTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Socket call(Rendezvous rendezvous, String token) throws IOException {
        Socket caller = new Socket(InetAddress.ofLiteral("127.0.0.1"), rendezvous.port());
        byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
        new Frames(caller).send(Frames.allocate(bytes.length).put(bytes));
        return caller;
    }

    @Test
    void accept_wrongTokens_areSentAway_andTheRightOneIsLetIn() throws IOException {
        try (Rendezvous rendezvous = new Rendezvous();
                Socket wrong = call(rendezvous, rendezvous.token().replace('0', '1').replace('a', 'b'));
                Socket shorter = call(rendezvous, rendezvous.token().substring(1));
                Socket longer = call(rendezvous, rendezvous.token() + "0");
                Socket right = call(rendezvous, rendezvous.token());
                Socket accepted = rendezvous.accept(LONG, () -> true)) {
            assertThat(accepted.getPort()).isEqualTo(right.getLocalPort());
            assertThat(wrong.getInputStream().read()).isEqualTo(-1);
            assertThat(shorter.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> {
                while (longer.getInputStream().read() >= 0) {
                    // what was not read is answered by a reset
                }
                throw new IOException("the end");
            }).isInstanceOf(IOException.class);
            accepted.getOutputStream().write(42);
            assertThat(right.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void accept_nobodyComes_endsInTimeOrWhenNoLongerWorthIt() throws IOException {
        try (Rendezvous rendezvous = new Rendezvous()) {
            assertThatThrownBy(() -> rendezvous.accept(Duration.ofMillis(10), () -> true))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> rendezvous.accept(LONG, () -> false)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void token_isDifferentEachTime_andLong() throws IOException {
        try (Rendezvous first = new Rendezvous(); Rendezvous second = new Rendezvous()) {
            assertThat(first.token()).matches("[0-9a-f]{64}").isNotEqualTo(second.token());
            assertThat(first.port()).isNotEqualTo(second.port());
        }
    }
}
