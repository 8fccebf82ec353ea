package dev.advect.view.page;

import dev.advect.view.live.Watcher;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A page at the other end of a WebSocket. One message is on its way at a time; meanwhile the newest frame of each kind
 * replaces the one that waits, so that a slow connection sees fewer frames and not older ones.
 */
final class Client implements Watcher {
    /** The number of text messages that may wait; a page that does not read that many is given up. */
    private static final int MAX_MESSAGES = 64;
    /** The number of kinds of frames. */
    private static final int KINDS = 2;
    private static final int FIRST_BYTE_OF_KIND = 3;

    private final Session session;
    private final Deque<String> messages = new ArrayDeque<>();
    private final byte[] @Nullable [] frames = new byte[KINDS][];
    private boolean sending;
    private volatile boolean asleep;

    Client(Session session) {
        this.session = session;
    }

    @Override
    public void frame(byte[] frame) {
        synchronized (this) {
            frames[kind(frame)] = frame;
        }
        sendNext();
    }

    /** The kind is the first float, 0 or 1, whose last byte is 0 or 0x3f. */
    private static int kind(byte[] frame) {
        return frame[FIRST_BYTE_OF_KIND] == 0 ? 0 : 1;
    }

    @Override
    public void message(String json) {
        synchronized (this) {
            if (messages.size() >= MAX_MESSAGES) {
                session.disconnect();
                return;
            }
            messages.add(json);
        }
        sendNext();
    }

    @Override
    public boolean isAwake() {
        return !asleep;
    }

    /** A page in a hidden tab sleeps: it receives no frames. */
    void sleep(boolean on) {
        asleep = on;
    }

    private void sendNext() {
        String text;
        byte[] frame;
        synchronized (this) {
            if (sending) {
                return;
            }
            text = messages.poll();
            frame = text == null ? nextFrame() : null;
            if (text == null && frame == null) {
                return;
            }
            sending = true;
        }
        Callback next = Callback.from(this::sent, _ -> giveUp());
        if (text != null) {
            session.sendText(text, next);
        } else if (frame != null) {
            session.sendBinary(ByteBuffer.wrap(frame), next);
        }
    }

    /** A connection that is being closed is left to say why: nothing can be sent any more, but the closing frame may be on its way. */
    private void giveUp() {
        if (session.isOpen()) {
            session.disconnect();
        }
    }

    private byte @Nullable [] nextFrame() {
        for (int kind = KINDS - 1; kind >= 0; kind--) {
            byte[] frame = frames[kind];
            if (frame != null && !asleep) {
                frames[kind] = null;
                return frame;
            }
        }
        return null;
    }

    private void sent() {
        synchronized (this) {
            sending = false;
        }
        sendNext();
    }
}
