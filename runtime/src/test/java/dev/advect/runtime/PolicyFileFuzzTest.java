package dev.advect.runtime;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damages policies in all ways and reads them: each is refused by {@link PolicyFileException}, or acts. A long run is
 * {@code mvn test -pl runtime -Dtest=PolicyFileFuzzTest -Dadvect.fuzz=200000}.
 */
class PolicyFileFuzzTest {
    private static final int CASES = Integer.getInteger("advect.fuzz", 4_000);
    /** Memory taken while a file is read: so much for each of its bytes, and so much anyway. */
    private static final int MOST_PER_BYTE = 40;
    private static final int MOST_ANYWAY = 1 << 17;
    /** Cases in which the JVM still loads classes, and makes some for messages, which takes memory too. */
    private static final int FIRST = 300;
    /** Memory that a policy of a few kilobytes takes to act: the times of a thousand steps, thirty-two rows. */
    private static final long MOST_TO_ACT = 1 << 26;

    private static final Pattern WORD = Pattern.compile("-?[0-9][0-9.E-]*|[a-z_]+");
    private static final String[] TOKENS = {
        "9223372036854775807", "9223372036854775808", "-1", "0", "1", "2", "1e99", "65536", "65537", "4294967297",
        "99999999999999999999999999", "NaN", "1E-300", "0.5", "null", "true", "[]", "[[[[", "{", "}", "{\"a\":{\"a\":",
        "\"", "\\u0000", "\\ud800", "\\", ",", ":", ",,", " ", "\u0000", "é", "\"__metadata__\":{},", "sde", "rk4",
        "gaussian", "clip", "denoising", "relu", "exp", "1e308", "1E-320", "-1E308", "F64", "BF16", "1000,1000", "1,0.5,0"
    };

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void read_damagedFiles_areRefusedOrAct_inLittleMemory() throws IOException {
        List<byte[]> valid = List.of(
                PolicyFileTest.bytes(Samples.file(Samples.flow(Solver.EULER, 4, 8, 8), 1)),
                PolicyFileTest.bytes(Samples.file(Samples.flow(Solver.SDE, 3, 5), 2)),
                PolicyFileTest.bytes(Samples.file(Samples.stepwise(), 3)),
                PolicyFileTest.bytes(Samples.file(Samples.flow(Solver.EULER, 2, 9, 8), 7).rounded()),
                PolicyFileTest.bytes(Samples.file(new GaussianSpec(6, 2, List.of(9, 4), 1e-3), 4)),
                PolicyFileTest.bytes(PolicyFileTest.chunked(Samples.file(Samples.denoising(0.05, 0.4), 5), 3)),
                PolicyFileTest.bytes(PolicyFileTest.chunked(Samples.file(Samples.relu(), 6), 2)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] damaged = damage(valid.get(i % valid.size()));
            long before = threads.getCurrentThreadAllocatedBytes();
            PolicyFile file = null;
            try {
                file = PolicyFile.read(damaged);
            } catch (PolicyFileException e) {
                refused++;
                assertThat(e.getMessage()).as("case %d", i).isNotBlank().doesNotContain("\n").hasSizeLessThan(300);
            }
            assertThat(i < FIRST ? 0 : threads.getCurrentThreadAllocatedBytes() - before).as("bytes taken in case %d", i)
                    .isLessThan(MOST_ANYWAY + MOST_PER_BYTE * (long) damaged.length);
            if (file != null) {
                act(file);
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes taken to act in case %d", i)
                        .isLessThan(MOST_TO_ACT);
            }
        }
        assertThat(refused).isBetween(CASES / 2, CASES - CASES / 100);
    }

    private static void act(PolicyFile file) {
        Policy policy = Policy.of(file, new PlainKernel());
        float[] action = new float[policy.actionSize()];
        policy.act(new float[policy.observationSize()], action, new SplittableRandom(1));
        for (float a : action) {
            // weights may be of any size, so that sums are infinite and differences of them NaN
            assertThat(Float.isNaN(a) || Math.abs(a) <= 1).isTrue();
        }
    }

    private byte[] damage(byte[] valid) {
        byte[] bytes = valid;
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            bytes = switch (random.nextInt(8)) {
                case 0 -> flip(bytes, bytes.length);
                case 1 -> flip(bytes, Math.min(8, bytes.length));
                case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 9));
                default -> bytes.length > 8 && isWhole(bytes)
                        ? PolicyFileTest.withHeader(bytes, this::rewrite)
                        : flip(bytes, bytes.length);
            };
        }
        return bytes;
    }

    /** Whether the header is still where its length says. */
    private static boolean isWhole(byte[] bytes) {
        long length = 0;
        for (int i = 7; i >= 0; i--) {
            length = length << 8 | Byte.toUnsignedInt(bytes[i]);
        }
        return length >= 0 && length <= bytes.length - 8;
    }

    private byte[] flip(byte[] bytes, int among) {
        byte[] flipped = bytes.clone();
        if (among > 0) {
            flipped[random.nextInt(among)] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt());
        }
        return flipped;
    }

    /** One change in the text of a header. */
    private String rewrite(String header) {
        List<MatchResult> words = WORD.matcher(header).results().toList();
        String token = TOKENS[random.nextInt(TOKENS.length)];
        int at = random.nextInt(header.length() + 1);
        if (words.isEmpty()) {
            return token;
        }
        MatchResult word = words.get(random.nextInt(words.size()));
        MatchResult other = words.get(random.nextInt(words.size()));
        return switch (random.nextInt(6)) {
            case 0 -> header.substring(0, at) + token + header.substring(at);
            case 1 -> header.substring(0, at);
            case 2 -> {
                int to = Math.min(header.length(), at + 1 + random.nextInt(40));
                yield header.substring(0, at) + header.substring(at, to).repeat(random.nextInt(4))
                        + header.substring(to);
            }
            case 3 -> header.substring(0, word.start()) + other.group() + header.substring(word.end());
            case 4 -> header.substring(0, word.start()) + random.nextInt(100) + header.substring(word.end());
            default -> header.substring(0, word.start()) + token + header.substring(word.end());
        };
    }
}
