package dev.advect.view.live;

import dev.advect.env.Env;

import java.util.Map;

/** How an environment looks: what its page is told once, and the numbers that change. */
public interface Stage {

    /** What does not change, for the page. */
    Map<String, Object> description();

    /** Where everything is now in an environment of the stage's kind, as numbers that the page understands. */
    float[] state(Env env);

    /** Where the marked places of the watched environment are, which the page shows on demand; empty if there are none. */
    default float[] sites() {
        return new float[0];
    }

    /** The id of the simulated geom that is shown under this number; -1 if there is none. */
    default int geom(int number) {
        return -1;
    }

    /** Looks again at what a new episode may have changed, and returns whether the description is another. */
    default boolean refresh() {
        return false;
    }
}
