package dev.advect.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.app.bench.ClusterModel.Time;
import dev.advect.config.InvalidValueException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterModelTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-9);

    /** Four iterations of 100 steps each; 0.5 s, of which 0.1 s for the network and waiting. */
    private static List<JsonNode> two() {
        return IntStream.range(0, 4).mapToObj(i -> row(Map.of("step", 100 * (i + 1), "time/collect", 0.2, "time/update", 0.3,
                "time/transfer", 0.04, "time/waiting", 0.06, "exchange/bytes", 70_000, "exchange/messages", 30, "exchange/sums", 20,
                "exchange/summed_bytes", 60_000))).toList();
    }

    private static List<JsonNode> one() {
        return IntStream.range(0, 3).mapToObj(i -> row(Map.of("step", i, "time/collect", 0.4, "time/update", 0.3))).toList();
    }

    private static JsonNode row(Map<String, Object> values) {
        return new ObjectMapper().valueToTree(values);
    }

    /** Two workers compute 0.4 s each and one 0.7 s, so that 0.1 s is every worker's own and 0.6 s are shared. */
    @Test
    void parts_areThoseOfTheRuns() {
        ClusterModel model = ClusterModel.of(two(), one(), 6, 1e-3);

        assertThat(model.steps()).isEqualTo(100);
        assertThat(model.serial()).isCloseTo(0.1, CLOSE);
        assertThat(model.parallel()).isCloseTo(0.6, CLOSE);
        assertThat(model.length()).isEqualTo(3_000); // of 20 sums with one message each
        assertThat(model.messages()).isEqualTo(10);
        assertThat(model.gathered()).isEqualTo(20_000); // 70,000 − 20 · 3,000, of which each has received half
        assertThat(model.spread()).isCloseTo(0.06 / 30 * Math.sqrt(Math.PI), Offset.offset(1e-6));
    }

    @Test
    void prediction_isTheSumOfItsParts() {
        ClusterModel model = ClusterModel.of(two(), one(), 6, 1e-3);
        ClusterNetwork network = new ClusterNetwork("", 2e-3, 1e6);

        assertThat(model.predict(1, network)).isEqualTo(new Time(model.serial() + model.parallel(), 0, 0));
        Time pair = model.predict(2, network);
        assertThat(pair.compute()).isCloseTo(0.4, CLOSE);
        assertThat(pair.transfer()).isCloseTo(30 * 2e-3 + (10_000 + 60_000) / 1e6, CLOSE);
        assertThat(pair.waiting()).isCloseTo(0.06, CLOSE);
        // of 6 unrolls the busiest of 4 workers has 2, and each serves 2 more than one of a pair
        Time four = model.predict(4, network);
        assertThat(four.compute()).isCloseTo(0.1 + 0.6 / 3, CLOSE);
        assertThat(four.transfer()).isCloseTo(30 * (2e-3 + 2e-3) + (15_000 + 20 * 9_000) / 1e6, CLOSE);
        assertThat(four.waiting()).isCloseTo(0.06 * 1.0293754 / 0.5641896, Offset.offset(1e-5));
        // nothing is gained by more workers than unrolls
        assertThat(model.predict(100, network).compute()).isEqualTo(model.predict(6, network).compute());
    }

    /** The means of the largest of 2, 4 and 1000 normal numbers, from tables of order statistics. */
    @Test
    void latest_isTheMeanOfTheLargest() {
        assertThat(ClusterModel.latest(1)).isCloseTo(0, Offset.offset(1e-6));
        assertThat(ClusterModel.latest(2)).isCloseTo(1 / Math.sqrt(Math.PI), Offset.offset(1e-6));
        assertThat(ClusterModel.latest(4)).isCloseTo(1.02938, Offset.offset(1e-5));
        assertThat(ClusterModel.latest(1000)).isCloseTo(3.24144, Offset.offset(1e-4));
    }

    @Test
    void runOfOneProcess_isRefused() {
        assertThatThrownBy(() -> ClusterModel.of(one(), null, 6, 0)).isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("--model needs a run that two workers have trained");
    }
}
