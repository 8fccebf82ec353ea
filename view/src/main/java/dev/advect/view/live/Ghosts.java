package dev.advect.view.live;

import dev.advect.env.EnvFactory;
import dev.advect.view.play.WatchedPolicy;

import java.util.ArrayList;
import java.util.List;

/** Copies of an episode that begin where it is and act with noise of their own, so that a policy's choices are seen. */
final class Ghosts implements AutoCloseable {
    /** The largest number of ghosts. */
    static final int MAX = 16;

    private final EnvFactory factory;
    private final List<Episode> all = new ArrayList<>();
    private int wanted;
    private int age;

    Ghosts(EnvFactory factory) {
        this.factory = factory;
    }

    /** Sets the number of ghosts, and lets them begin in the episode's present state. */
    void summon(int count, Episode episode) {
        wanted = Math.clamp(count, 0, MAX);
        while (all.size() < wanted) {
            all.add(new Episode(factory.create(), 1000 + all.size()));
        }
        gather(episode);
    }

    /** Lets all begin again in the episode's present state. */
    void gather(Episode episode) {
        present().forEach(ghost -> ghost.copy(episode));
        age = 0;
    }

    /** Advances all by one control step. */
    void advance(WatchedPolicy pilot) {
        present().forEach(ghost -> ghost.advance(pilot, true));
        age++;
    }

    void forgetPlans() {
        present().forEach(Episode::forgetPlan);
    }

    /** The control steps since the ghosts left the episode's state. */
    int age() {
        return age;
    }

    List<Episode> present() {
        return all.subList(0, wanted);
    }

    @Override
    public void close() {
        all.forEach(Episode::close);
    }
}
