package dev.advect.view.live;

import dev.advect.runtime.Squash;
import dev.advect.view.play.Cloud;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary messages to the page: 32-bit floats in little-endian order.
 *
 * <pre>
 * state  0 | clock s | episode time s | episode step | reward | return | episode number | over 0/1 | pace
 *          | sizes: observation, action, stage, ghosts, contacts, sites, pull | observation | action | stage
 *          | size and stage of each ghost
 *          | position in m and force in N of each contact, [n, 6] | frame of each site, [n, 7]
 *          | from where to where the hand pulls, [6]
 * cloud  1 | clock s | K + 1 | n | d | tanh 0/1 | times [K + 1] | points [K + 1, n, d]
 * </pre>
 * The clock is simulated time, by which the page interpolates between frames. It begins anew after 4096 s, since 32 bits
 * would hardly tell one frame from the next in the end: where the clock goes back, the page begins anew too.
 */
final class Frames {
    private static final int STATE = 0;
    private static final int CLOUD = 1;
    private static final double CLOCK_SECONDS = 4096;

    private Frames() {}

    /** The parts of a state that an episode does not know. */
    record Moment(double clock, int episode, double pace) {}

    /** The parts that are sent if there is a reason, else empty. */
    record OnDemand(float[] contacts, float[] sites, float[] pull) {}

    static byte[] state(Moment moment, Episode episode, Stage stage, List<Episode> ghosts, OnDemand extra) {
        float[] scene = stage.state(episode.env());
        float[] head = {STATE, shown(moment.clock()), (float) (episode.steps() * episode.spec().controlSeconds()),
            episode.steps(), (float) episode.reward(), (float) episode.total(), moment.episode(), episode.over() ? 1 : 0,
            (float) moment.pace(), episode.observation().length, episode.action().length, scene.length, ghosts.size(),
            extra.contacts().length, extra.sites().length, extra.pull().length};
        List<float[]> parts = new ArrayList<>(List.of(head, episode.observation(), episode.action(), scene));
        for (Episode ghost : ghosts) {
            float[] its = stage.state(ghost.env());
            parts.add(new float[] {its.length});
            parts.add(its);
        }
        parts.add(extra.contacts());
        parts.add(extra.sites());
        parts.add(extra.pull());
        return bytes(parts);
    }

    static byte[] cloud(double clock, Cloud cloud) {
        int points = cloud.points().length;
        float[] head = {CLOUD, shown(clock), points, cloud.count(), cloud.size(), cloud.squash() == Squash.TANH ? 1 : 0};
        List<float[]> parts = new ArrayList<>(List.of(head, floats(cloud.times())));
        for (int k = 0; k < points; k++) {
            parts.add(cloud.shown(k));
        }
        return bytes(parts);
    }

    private static float shown(double clock) {
        return (float) (clock % CLOCK_SECONDS);
    }

    static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    private static byte[] bytes(List<float[]> parts) {
        int length = parts.stream().mapToInt(part -> part.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        parts.forEach(floats::put);
        return bytes.array();
    }
}
