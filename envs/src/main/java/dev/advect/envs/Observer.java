package dev.advect.envs;

import dev.advect.mujoco.DoubleView;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the observation of one simulation state.
 *
 * @param size components it writes
 * @param write into an array of that size
 */
record Observer(int size, Consumer<float[]> write) {

    /** One view after the other. */
    static Observer of(List<DoubleView> parts) {
        List<DoubleView> views = List.copyOf(parts);
        return new Observer(views.stream().mapToInt(DoubleView::size).sum(), observation -> {
            int at = 0;
            for (DoubleView view : views) {
                view.copyTo(observation, at);
                at += view.size();
            }
        });
    }
}
