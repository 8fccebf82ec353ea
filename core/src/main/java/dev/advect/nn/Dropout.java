package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import org.bytedeco.pytorch.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The masks of dropout (Srivastava et al. 2014) for a batch: 0 with the rate's probability, else 1 / (1 − rate). They are
 * drawn by one thread in one order, so that a run is repeatable whatever the number of workers.
 */
public final class Dropout implements AutoCloseable {
    private final double rate;
    private final List<HostTensor> masks = new ArrayList<>();

    /**
     * @param rate in [0, 1); 0 for no dropout
     * @param rows n
     * @param widths of the layers that are masked
     */
    public Dropout(double rate, int rows, List<Integer> widths) {
        this.rate = rate;
        if (rate > 0) {
            for (int width : widths) {
                masks.add(new HostTensor(rows, width));
            }
        }
    }

    /** New masks. */
    public void draw(RandomGenerator random) {
        float kept = (float) (1 / (1 - rate));
        for (HostTensor mask : masks) {
            for (long i = 0; i < mask.size(); i++) {
                mask.set(i, random.nextFloat() < rate ? 0 : kept);
            }
        }
    }

    /** The masks of the rows [from, from + n), a layer each; empty where there is no dropout. */
    public List<Tensor> rows(int from, int n) {
        return masks.stream().map(mask -> mask.tensor().narrow(0, from, n)).toList();
    }

    @Override
    public void close() {
        masks.forEach(HostTensor::close);
    }
}
