package dev.advect.view.page;

import dev.advect.envs.suite.Suite;
import dev.advect.view.live.FixedSource;
import dev.advect.view.play.FixedActions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PageServerTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private PageServer server;

    @BeforeEach
    void start() throws IOException {
        var task = Suite.task("cartpole-balance");
        server = View.live("127.0.0.1", 0, "cartpole", task, new FixedSource(FixedActions.Rule.ZERO, 1));
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return http.send(java.net.http.HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to a request as it stands, which no client library tidies up. */
    private String raw(String head) throws IOException {
        URI uri = URI.create(server.address());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void get_page_isSafeAndWhole() throws Exception {
        HttpResponse<String> page = get(server.address());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).contains("text/html"));
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'").contains("frame-ancestors 'none'"));
        assertThat(page.body()).contains(ImportMap.TEXT).doesNotContain("https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live.js", "stage3d.js", "keys.js", "morph.js", "page.css", "icon.svg", "lib/three.module.min.js", "lib/three.core.min.js",
        "lib/OrbitControls.js", "lib/uPlot.esm.js", "lib/uPlot.min.css"})
    void get_file_isServedFromTheClassPath(String file) throws Exception {
        HttpResponse<String> answer = get(server.address() + file);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeGreaterThan(100);
    }

    @Test
    void get_withoutTheToken_isForbidden() throws Exception {
        String root = server.address().replaceFirst("[0-9a-f]{32}/$", "");

        assertThat(get(root).statusCode()).isEqualTo(403);
        assertThat(get(root + "0".repeat(32) + "/").statusCode()).isEqualTo(403);
        assertThat(get(root + "0".repeat(32) + "/api/scene").statusCode()).isEqualTo(403);
        assertThat(get(root + "live.js").body()).contains("token").doesNotContain("import");
    }

    @Test
    void get_foreignHost_isForbidden() throws Exception {
        String path = URI.create(server.address()).getPath();

        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: evil.example")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../page/View.class", "..%2f..%2fpom.xml", "%2e%2e/%2e%2e/etc/passwd", "lib/../../../etc/passwd",
        "lib/..%2F..%2Fpage.css", "....//page.css", "View.class", "lib/three.js", "%00live.js", "//etc/passwd"})
    void get_pathThatLeadsOut_isNotServed(String path) throws Exception {
        String base = URI.create(server.address()).getPath();

        assertThat(raw("GET " + base + path + " HTTP/1.1\r\nHost: localhost")).containsPattern("^HTTP/1.1 (400|403|404) ");
    }

    // ---- the WebSocket

    private WebSocket connect(String address, String origin, WebSocket.Listener listener) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(URI.create(address), listener).get(10, TimeUnit.SECONDS);
    }

    private String socketAddress() {
        return server.address().replace("http:", "ws:") + "live";
    }

    private static int refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable connecting) {
        int[] status = new int[1];
        assertThatThrownBy(connecting).isInstanceOf(ExecutionException.class)
                .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        failure -> status[0] = failure.getResponse().statusCode());
        return status[0];
    }

    @Test
    void connect_wrongTokenOrForeignOrigin_isForbidden() {
        WebSocket.Listener listener = new WebSocket.Listener() {};
        String wrong = socketAddress().replaceFirst("[0-9a-f]{32}", "0".repeat(32));

        assertThat(refusal(() -> connect(wrong, "", listener))).isEqualTo(403);
        assertThat(refusal(() -> connect(socketAddress(), "http://evil.example", listener))).isEqualTo(403);
    }

    @Test
    void connect_withTheToken_receivesFrames() throws Exception {
        CompletableFuture<ByteBuffer> frame = new CompletableFuture<>();
        WebSocket socket = connect(socketAddress(), "", new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                frame.complete(data);
                from.request(1);
                return CompletableFuture.completedStage(null);
            }
        });

        assertThat(frame.get(20, TimeUnit.SECONDS).remaining()).isPositive().satisfies(size -> assertThat(size % 4).isZero());
        socket.abort();
    }

    @Test
    void send_orderThatIsTooLong_endsTheConnection() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = connect(socketAddress(), "", new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                closed.complete(status);
                return CompletableFuture.completedStage(null);
            }
        });

        var _ = socket.sendText("x".repeat(5000), true);

        int tooBig = 1009;
        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(tooBig);
        assertThat(get(server.address()).statusCode()).as("the server goes on").isEqualTo(200);
        socket.abort();
    }

    // ---- failures

    @Test
    void start_portInUse_saysSoInOneLine() {
        int port = URI.create(server.address()).getPort();

        assertThatThrownBy(() -> View.dashboard("127.0.0.1", port, Path.of("runs"), name -> Suite.task(name)))
                .isInstanceOf(IOException.class).hasMessageContaining("port " + port).hasMessageContaining("--port")
                .hasMessageNotContaining("\n");
    }

    @Test
    void api_runs_namesAreNotPaths(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("runs"));
        Files.writeString(folder.resolve("config.yaml"), "env: cartpole-balance\n");
        try (PageServer dashboard = View.dashboard("127.0.0.1", 0, folder.resolve("runs"), name -> Suite.task(name))) {
            assertThat(get(dashboard.address() + "api/runs").body()).contains("\"runs\":[]");
            assertThat(get(dashboard.address() + "api/run?run=..").statusCode()).isEqualTo(404);
            assertThat(get(dashboard.address() + "api/run?run=../").body()).contains("there is no run ../");
        }
    }

    @Test
    void start_portInUse_saysSoAndWhatToDo() {
        int port = URI.create(server.address()).getPort();
        var task = Suite.task("cartpole-balance");

        assertThatThrownBy(() -> View.live("127.0.0.1", port, "other", task, new FixedSource(FixedActions.Rule.ZERO, 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("port " + port + " of 127.0.0.1 cannot be used: another program listens there, or it is not "
                        + "this machine's; hint: choose another with --port, or let one be found with --port=0");
    }
}
