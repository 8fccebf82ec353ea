package dev.advect.view.page;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may enter. A request is let in if it knows the token, which is the first part of its path; if it was addressed to
 * this machine and not to a name that someone else lets point here (DNS rebinding); and if the page that sent it, where
 * a browser says so, is one of ours.
 */
final class Gate {
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final byte[] token;
    private final String host;
    private final boolean everywhere;

    /**
     * Sets up a gate.
     *
     * @param host the address to which the server is bound
     */
    Gate(String token, String host) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.host = host.toLowerCase(Locale.ROOT);
        everywhere = isWildcard(host);
    }

    private static boolean isWildcard(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Why a request is refused; empty if it may enter.
     *
     * @param path the path, which begins with the token
     * @param hostHeader the header Host
     * @param origin the header Origin, which browsers send with a WebSocket
     */
    Optional<String> refusal(String path, @Nullable String hostHeader, @Nullable String origin) {
        if (hostHeader == null || !isOurs(PORT.matcher(hostHeader.toLowerCase(Locale.ROOT)).replaceFirst(""))) {
            return Optional.of("this address does not belong to the server");
        }
        if (origin != null && !origin.equals("http://" + hostHeader)) {
            return Optional.of("another site's page may not connect");
        }
        return knowsToken(path) ? Optional.empty()
                : Optional.of("the address lacks the token, open the one that the terminal shows");
    }

    private boolean isOurs(String name) {
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]") || name.equals(host)
                || name.equals("[" + host + "]") || (everywhere && (NUMERIC.matcher(name).matches() || isThisMachine(name)));
    }

    private static boolean isThisMachine(String name) {
        try {
            return InetAddress.getLocalHost().getHostName().equalsIgnoreCase(name);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Compares in a time that does not depend on how much of the token is right. */
    private boolean knowsToken(String path) {
        String[] parts = path.split("/", 3);
        return parts.length > 1 && MessageDigest.isEqual(token, parts[1].getBytes(StandardCharsets.UTF_8));
    }
}
