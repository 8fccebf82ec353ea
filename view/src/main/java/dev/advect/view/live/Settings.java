package dev.advect.view.live;

/** What the controls of the page are set to. They belong to the world, not to a page: all who watch see the same. */
final class Settings {
    boolean paused;
    /** Simulated over real time, in [1/4, 4]. */
    double speed = 1;
    long seed;
    boolean stochastic = true;
    /** The number of ghosts. */
    int ghosts;
    /** The simulated seconds after which ghosts begin anew; 0 for never. */
    double ghostSeconds = 2;
    /** Whether the flow is drawn. */
    boolean flow;
    /** Whether contacts are sent. */
    boolean contacts;
    /** Whether sites are sent. */
    boolean sites;

    void speed(double value) {
        speed = Math.clamp(value, 0.25, 4);
    }
}
