package dev.advect.envs;

import dev.advect.mujoco.DoubleView;

import java.util.List;
import java.util.function.Consumer;

/**
 * The observation function of one simulation state.
 *
 * @param size the number of components
 * @param write writes the observation into an array, {@code [size]}
 */
record Observer(int size, Consumer<float[]> write) {

    /** Creates an observation that concatenates the given views. */
    static Observer of(List<DoubleView> parts) {
        List<DoubleView> views = List.copyOf(parts);
        return new Observer(views.stream().mapToInt(DoubleView::size).sum(), observation -> {
            int offset = 0;
            for (DoubleView view : views) {
                view.copyTo(observation, offset);
                offset += view.size();
            }
        });
    }
}
