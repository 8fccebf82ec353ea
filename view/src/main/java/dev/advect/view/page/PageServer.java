package dev.advect.view.page;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.view.live.Remote;
import dev.advect.view.live.World;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The web server of the pages. Every address begins with a random token, without which nothing is answered.
 *
 * <pre>
 * GET /TOKEN/             the dashboard, or the live page if there is no folder of runs
 * GET /TOKEN/live.html    the live page; ?run=NAME for a run of the folder
 * GET /TOKEN/NAME.js      our modules; /TOKEN/lib/NAME those of three.js and uPlot
 * GET /TOKEN/api/…        runs, curves and the scene, as JSON
 * WS  /TOKEN/live         orders in, frames and messages out
 * </pre>
 */
public final class PageServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 16;
    /** The size of an order in bytes. */
    private static final long MAX_MESSAGE = 4096;
    /** The silence after which a connection counts as lost. */
    private static final Duration IDLE = Duration.ofMinutes(5);
    /** What keeps a connection that has nothing to tell: a paused simulation, or a page in a hidden tab. */
    private static final Duration PING = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();
    /** What a page may load: only what this server serves. The hash is that of the import map in the HTML. */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "script-src 'self' " + ImportMap.hash() + "; connect-src 'self' ws:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private final Javalin javalin;
    private final Gate gate;
    private final Worlds worlds;
    private final @Nullable RunsApi runs;
    private final String address;

    private PageServer(String host, int port, String token, Worlds.Opener opener, @Nullable RunsApi runs)
            throws IOException {
        gate = new Gate(token, host);
        worlds = new Worlds(opener);
        this.runs = runs;
        javalin = Javalin.create(config -> configure(config, host, port));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IOException("port " + port + " of " + host + " cannot be used: another program listens there, or "
                    + "it is not this machine's; hint: choose another with --port, or let one be found with --port=0", e);
        }
        String shown = host.contains(":") ? "[" + host + "]" : host;
        address = "http://" + shown + ":" + javalin.port() + "/" + token + "/";
    }

    /**
     * Starts a server.
     *
     * @param host the address to listen on, usually that of the loopback interface
     * @param port the port; 0 for any free one
     * @param opener opens what is watched
     * @param runs the folder of runs for the dashboard; null for a single live page
     * @throws IOException if the port cannot be used, with a one-line message
     */
    static PageServer start(String host, int port, Worlds.Opener opener, @Nullable RunsApi runs) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return new PageServer(host, port, HexFormat.of().formatHex(token), opener, runs);
    }

    /** The address of the page, with the token. */
    public String address() {
        return address;
    }

    private void configure(JavalinConfig config, String host, int port) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = MAX_MESSAGE;
        config.jetty.host = host;
        config.jetty.port = port;
        config.jetty.modifyServer(server -> server.setStopTimeout(0));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyWebSocketServletFactory(sockets -> {
            sockets.setMaxTextMessageSize(MAX_MESSAGE);
            sockets.setMaxBinaryMessageSize(MAX_MESSAGE);
            sockets.setMaxFrameSize(MAX_MESSAGE);
            sockets.setIdleTimeout(IDLE);
        });
        config.routes.before(this::guard);
        config.routes.wsBeforeUpgrade(this::guard);
        config.routes.get("/{token}/", this::index);
        config.routes.get("/{token}/{file}", context -> serve(context, Assets.own(context.pathParam("file"))));
        config.routes.get("/{token}/lib/{file}", context -> serve(context, Assets.library(context.pathParam("file"))));
        config.routes.get("/{token}/api/scene", this::scene);
        if (runs != null) {
            runs.addTo(config.routes);
        }
        config.routes.ws("/{token}/live", this::live);
        config.routes.exception(ForbiddenResponse.class, (failure, context) ->
                refuse(context, HttpStatus.FORBIDDEN, String.valueOf(failure.getMessage())));
        config.routes.exception(IOException.class, (failure, context) ->
                refuse(context, HttpStatus.NOT_FOUND, String.valueOf(failure.getMessage())));
    }

    // ---- pages

    private void guard(Context context) {
        context.header("Content-Security-Policy", POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
        Optional<String> refusal = gate.refusal(context.path(), context.header("Host"), context.header("Origin"));
        if (refusal.isPresent()) {
            throw new ForbiddenResponse(refusal.get());
        }
    }

    private static void refuse(Context context, HttpStatus status, String why) {
        context.status(status).contentType("text/plain; charset=utf-8").result(why + "\n");
    }

    private void index(Context context) throws IOException {
        serve(context, Assets.own(runs == null ? "live.html" : "runs.html"));
    }

    private static void serve(Context context, Optional<Assets.Asset> asset) {
        if (asset.isPresent()) {
            context.contentType(asset.get().type()).result(asset.get().bytes());
        } else {
            refuse(context, HttpStatus.NOT_FOUND, "there is no such file");
        }
    }

    private void scene(Context context) throws IOException {
        Optional<World> world = worlds.get(run(context.queryParam("run")));
        if (world.isPresent()) {
            context.contentType("application/json").result(JSON.writeValueAsBytes(world.get().description()));
        } else {
            refuse(context, HttpStatus.NOT_FOUND, "nobody watches this run");
        }
    }

    private static String run(@Nullable String parameter) {
        return parameter == null ? "" : parameter;
    }

    // ---- the WebSocket

    private void live(WsConfig socket) {
        socket.onConnect(this::connected);
        socket.onMessage(context -> {
            String text = context.message();
            Client client = context.attribute("client");
            World world = context.attribute("world");
            if (client != null && world != null) {
                receive(text, client, world);
            }
        });
        socket.onClose(this::disconnected);
    }

    private void connected(WsContext context) {
        String name = run(context.queryParam("run"));
        context.enableAutomaticPings(PING.toSeconds(), TimeUnit.SECONDS);
        Client client = new Client(context.session);
        try {
            World world = worlds.enter(name);
            context.attribute("client", client);
            context.attribute("world", world);
            client.message("{\"type\":\"ready\"}");
            world.join(client);
        } catch (IOException | RuntimeException | Error e) { // untold, the page would try again for ever
            client.message(failed(World.text(e)));
        }
    }

    private static String failed(String text) {
        return JSON.createObjectNode().put("type", "failed").put("text", text).toString();
    }

    private static void receive(String text, Client client, World world) {
        if (text.equals("sleep") || text.equals("wake")) {
            client.sleep(text.equals("sleep"));
            world.join(client);
        } else {
            Remote.parse(text).ifPresent(world::order);
        }
    }

    private void disconnected(WsContext context) {
        Client client = context.attribute("client");
        World world = context.attribute("world");
        if (client != null && world != null) {
            world.leave(client);
            worlds.leave(run(context.queryParam("run")), world);
        }
    }

    @Override
    public void close() {
        javalin.stop();
        worlds.close();
    }
}
