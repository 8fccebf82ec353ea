package dev.advect.view.film;

import dev.advect.runtime.Squash;
import dev.advect.view.play.Cloud;
import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The actions of recorded states in the page that plays a film. */
final class CloudDataTest {

    @Test
    void points_areWrittenInTheRangeOfTheirTime() {
        // two actions of one component: noise 0.5 and -1, then 2 and 4
        Cloud cloud = new Cloud(1, new double[] {0, 1}, new float[][] {{0.5f, -1}, {2, 4}}, Squash.CLIP, "step");
        Map<String, Object> data = CloudData.of(new TreeMap<>(Map.of(7, cloud))).orElseThrow();

        assertThat(data).containsEntry("n", 2).containsEntry("d", 1).containsEntry("frames", List.of(7));
        assertThat(Base64.getDecoder().decode(String.valueOf(data.get("points")))).containsExactly(64, -127, 64, 127);
        double[] scales = (double[]) Objects.requireNonNull((List<?>) data.get("scales")).getFirst();
        assertThat(scales).containsExactly(new double[] {1 / 127.0, 4 / 127.0}, within(1e-12));
    }

    @Test
    void states_thatAreTooMany_areLeftOutEvenly() {
        // 256 actions of 21 components at 11 times are 59136 bytes, of which 6 have room
        Cloud cloud = new Cloud(21, new double[11], new float[11][256 * 21], Squash.TANH, "step");
        SortedMap<Integer, Cloud> all = new TreeMap<>();
        for (int frame = 0; frame < 300; frame += 5) {
            all.put(frame, cloud);
        }
        Map<String, Object> data = CloudData.of(all).orElseThrow();

        assertThat(data).containsEntry("frames", List.of(0, 50, 100, 150, 200, 250));
        assertThat(CloudData.of(new TreeMap<>())).isEqualTo(Optional.empty());
    }
}
