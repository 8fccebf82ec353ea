package dev.advect.mujoco;

import dev.advect.mujoco.layout.ModelSize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What is known of the {@link ProbeModel} without any layout.
 *
 * @param name of the field
 * @param row in its array
 * @param words its values from the first column of that row on: numbers, or constants of the layout
 */
record ProbeFacts(String name, int row, List<String> words) {
    private static final String RESOURCE = "probe-facts.txt";

    /** The sizes of the model, apart from those that depend on the version. */
    private static final Map<ModelSize, Integer> SIZES = Map.ofEntries(
            Map.entry(ModelSize.NQ, 29), Map.entry(ModelSize.NV, 27), Map.entry(ModelSize.NA, 11),
            Map.entry(ModelSize.NBODY, 24), Map.entry(ModelSize.NJNT, 20), Map.entry(ModelSize.NGEOM, 25),
            Map.entry(ModelSize.NSITE, 18), Map.entry(ModelSize.NCAM, 13), Map.entry(ModelSize.NLIGHT, 14),
            Map.entry(ModelSize.NFLEX, 0), Map.entry(ModelSize.NMESH, 4), Map.entry(ModelSize.NSKIN, 2), Map.entry(ModelSize.NHFIELD, 3),
            Map.entry(ModelSize.NTEX, 15), Map.entry(ModelSize.NMAT, 16), Map.entry(ModelSize.NPAIR, 9),
            Map.entry(ModelSize.NEXCLUDE, 8), Map.entry(ModelSize.NEQ, 10), Map.entry(ModelSize.NTENDON, 12),
            Map.entry(ModelSize.NWRAP, 23), Map.entry(ModelSize.NSENSOR, 21), Map.entry(ModelSize.NNUMERIC, 19),
            Map.entry(ModelSize.NNUMERICDATA, 41), Map.entry(ModelSize.NTEXT, 7), Map.entry(ModelSize.NTUPLE, 6),
            Map.entry(ModelSize.NKEY, 5), Map.entry(ModelSize.NMOCAP, 1), Map.entry(ModelSize.NM, 48),
            Map.entry(ModelSize.NJMAX, 210), Map.entry(ModelSize.NCONMAX, 220),
            Map.entry(ModelSize.NUSERDATA, 100), Map.entry(ModelSize.NSENSORDATA, 32));

    /** The sizes of {@link ProbeModel#OTHER_SIZES}: a chain of three hinges and a free body, three mocap bodies. */
    private static final Map<ModelSize, Integer> OTHER_SIZES = Map.ofEntries(
            Map.entry(ModelSize.NQ, 10), Map.entry(ModelSize.NV, 9), Map.entry(ModelSize.NU, 3),
            Map.entry(ModelSize.NACTUATOR, 3), Map.entry(ModelSize.NOUT, 3), Map.entry(ModelSize.NA, 1),
            Map.entry(ModelSize.NBODY, 8), Map.entry(ModelSize.NJNT, 4), Map.entry(ModelSize.NGEOM, 4),
            Map.entry(ModelSize.NSITE, 5), Map.entry(ModelSize.NCAM, 2), Map.entry(ModelSize.NLIGHT, 1),
            Map.entry(ModelSize.NFLEX, 12), Map.entry(ModelSize.NMESH, 0), Map.entry(ModelSize.NSKIN, 0), Map.entry(ModelSize.NHFIELD, 2),
            Map.entry(ModelSize.NTEX, 1), Map.entry(ModelSize.NMAT, 1), Map.entry(ModelSize.NPAIR, 0),
            Map.entry(ModelSize.NEXCLUDE, 0), Map.entry(ModelSize.NEQ, 0), Map.entry(ModelSize.NTENDON, 1),
            Map.entry(ModelSize.NWRAP, 2), Map.entry(ModelSize.NSENSOR, 3), Map.entry(ModelSize.NNUMERIC, 1),
            Map.entry(ModelSize.NNUMERICDATA, 8), Map.entry(ModelSize.NTEXT, 1), Map.entry(ModelSize.NTUPLE, 0),
            Map.entry(ModelSize.NKEY, 1), Map.entry(ModelSize.NMOCAP, 3), Map.entry(ModelSize.NM, 27),
            Map.entry(ModelSize.NJMAX, 31), Map.entry(ModelSize.NCONMAX, 32),
            Map.entry(ModelSize.NUSERDATA, 33), Map.entry(ModelSize.NSENSORDATA, 5));

    /** The size that the other model must have, -1 if it is not known beforehand. */
    static int otherSize(ModelSize size) {
        return OTHER_SIZES.getOrDefault(size, -1);
    }

    /** The size that the model must have, -1 if it is not known beforehand. */
    static int size(ModelSize size, boolean severalControls) {
        return switch (size) {
            case NU -> severalControls ? 34 : 30;
            case NACTUATOR -> 31;
            case NOUT -> 33;
            // MuJoCo 3 names the orientation actuator with one more byte, its final zero
            case NNAMES -> severalControls ? 655 : 654;
            default -> SIZES.getOrDefault(size, -1);
        };
    }

    /** All facts about fields. */
    static List<ProbeFacts> all() {
        try (InputStream stream = ProbeFacts.class.getResourceAsStream(RESOURCE)) {
            Objects.requireNonNull(stream, RESOURCE);
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ", -1)))
                    .map(words -> new ProbeFacts(
                            words.get(0), Integer.parseInt(words.get(1)), words.subList(2, words.size())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** The values, in which {@code constants} gives those of words. */
    double[] values(ToDoubleFunction<String> constants) {
        return words.stream()
                .mapToDouble(word -> word.startsWith("mj") ? constants.applyAsDouble(word) : Double.parseDouble(word))
                .toArray();
    }
}
