package dev.advect.app.view;

import dev.advect.view.page.Browser;
import dev.advect.view.page.PageServer;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;

import static dev.advect.config.InvalidValueException.throwIf;

/** Where a page is served, and whether the browser opens. */
public final class ServerOptions {
    private static final int MAX_PORT = 65535;

    @Option(names = "--host", paramLabel = "ADDRESS",
            description = "Address to listen on; other than the default, it lets other machines in. Default: 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on. Default: 0, any free one.")
    private int port;

    @Option(names = "--no-open", description = "Do not open the browser.")
    private boolean closed;

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** Rejects what is not possible, and warns of what is not safe. */
    void check(PrintWriter err) {
        throwIf(port < 0 || port > MAX_PORT, "--port=" + port + " is not possible, it must lie in [0, 65535]");
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                err.println("warning: with --host=" + host + " other machines can connect; who knows the address can watch and "
                        + "control the simulation, and it is sent without encryption");
                err.flush();
            }
        } catch (UnknownHostException e) {
            throwIf(true, "--host=" + host + " is not an address of this machine");
        }
    }

    /** Prints the address, and opens the browser where there is a desktop. */
    void announce(PageServer page, PrintWriter out) {
        boolean opened = !closed && Browser.open(page.address());
        out.println(page.address());
        out.println(opened ? "It opens in the browser. Ctrl-C ends it." : "Open it in a browser. Ctrl-C ends it.");
        out.flush();
    }
}
