package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import org.bytedeco.pytorch.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The dropout masks (Srivastava et al. 2014) of a batch: 0 with probability {@code rate}, else 1 / (1 − rate). They are
 * sampled in order by one thread, so that a run is repeatable for any number of workers.
 */
public final class Dropout implements AutoCloseable {
    private final double rate;
    private final List<HostTensor> masks = new ArrayList<>();

    /**
     * @param rate probability of dropping a unit, in [0, 1); 0 for no dropout
     * @param rows max rows per batch
     * @param widths widths of the masked layers
     */
    public Dropout(double rate, int rows, List<Integer> widths) {
        this.rate = rate;
        if (rate > 0) {
            for (int width : widths) {
                masks.add(new HostTensor(rows, width));
            }
        }
    }

    /** Samples new masks. */
    public void draw(RandomGenerator random) {
        float kept = (float) (1 / (1 - rate));
        for (HostTensor mask : masks) {
            for (long i = 0; i < mask.size(); i++) {
                mask.set(i, random.nextFloat() < rate ? 0 : kept);
            }
        }
    }

    /** The masks of the rows [from, from + n), {@code [n, width]} for each layer; empty without dropout. */
    public List<Tensor> rows(int from, int n) {
        return masks.stream().map(mask -> mask.tensor().narrow(0, from, n)).toList();
    }

    @Override
    public void close() {
        masks.forEach(HostTensor::close);
    }
}
