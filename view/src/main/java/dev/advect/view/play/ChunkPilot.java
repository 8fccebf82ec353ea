package dev.advect.view.play;

/** A pilot that may decide on several actions at once, which are executed one after another. */
abstract class ChunkPilot implements Pilot {
    private final float[] chunk;
    private int next;

    /**
     * Creates a pilot.
     *
     * @param size the components of a chunk, a multiple of those of an action
     */
    ChunkPilot(int size) {
        chunk = new float[size];
    }

    /** Chooses the next actions, one after another in {@code actions}. */
    abstract void decide(float[] observation, float[] actions);

    @Override
    public void begin() {
        next = chunk.length;
    }

    @Override
    public void act(float[] observation, float[] action) {
        if (next >= chunk.length) {
            decide(observation, chunk);
            next = 0;
        }
        System.arraycopy(chunk, next, action, 0, action.length);
        next += action.length;
    }
}
