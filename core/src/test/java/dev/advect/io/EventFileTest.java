package dev.advect.io;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class EventFileTest {
    @TempDir
    Path folder;

    @Test
    void maskedCrc_vectorsOfRfc3720_rotatedPlusDelta() {
        // RFC 3720, B.4: 32 bytes of 0 have the CRC 8a9136aa, 32 of ff 62a8ab43, 0 to 31 46dd794e.
        assertThat(EventFile.maskedCrc(new byte[32], 0, 32)).isEqualTo(mask(0x8a9136aaL));
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(EventFile.maskedCrc(ones, 0, 32)).isEqualTo(mask(0x62a8ab43L));
        byte[] counting = new byte[34];
        for (int i = 0; i < 32; i++) {
            counting[i + 1] = (byte) i;
        }
        assertThat(EventFile.maskedCrc(counting, 1, 32)).isEqualTo(mask(0x46dd794eL));
        // The check value of CRC-32C is e3069283. By hand: rotated right by 15 bits 2507c60d, plus a282ead8 c78ab0e5.
        assertThat(EventFile.maskedCrc("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9))
                .isEqualTo(mask(0xe3069283L)).isEqualTo(0xc78ab0e5);
    }

    @Test
    void create_version_exactBytes() throws IOException {
        byte[] bytes;
        try (EventFile _ = EventFile.create(folder)) {
            Path file = EventFile.in(folder).getFirst();
            bytes = Files.readAllBytes(file);
            assertThat(file.getFileName().toString()).matches("events\\.out\\.tfevents\\.\\d{10}\\.advect");
        }
        // 24 bytes: tag 09 and a double, tag 1a, the length 0d, "brain.Event:2". The first 12 bytes never vary: every
        // TensorFlow file of this version begins with them.
        assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo("1800000000000000" + "a37f4b22");
        assertThat(HexFormat.of().formatHex(bytes, 12, 13)).isEqualTo("09");
        assertThat(HexFormat.of().formatHex(bytes, 21, 36)).isEqualTo("1a0d627261696e2e4576656e743a32");
        assertThat(bytes).hasSize(8 + 4 + 24 + 4);
    }

    @Test
    void scalars_decoded_sameStepsTagsValues() throws IOException {
        try (EventFile events = EventFile.create(folder)) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("train/loss", 0.25);
            values.put("r\u00e9turn", Double.NaN);
            events.scalars(5_000_000_000L, values);
            events.scalars(0, Map.of("a", -1.5));
        }
        List<Decoded> events = decode(EventFile.in(folder).getFirst());
        assertThat(events).hasSize(3);
        assertThat(events.get(0).version).isEqualTo("brain.Event:2");
        assertThat(events.get(0).wallTime).isBetween(System.currentTimeMillis() / 1e3 - 60,
                System.currentTimeMillis() / 1e3 + 1);
        assertThat(events.get(1).step).isEqualTo(5_000_000_000L);
        assertThat(events.get(1).values).containsExactly(
                Map.entry("train/loss", 0.25f), Map.entry("r\u00e9turn", Float.NaN));
        assertThat(events.get(2).values).containsExactly(Map.entry("a", -1.5f));
        assertThat(events.get(2).step).isZero();
    }

    @Test
    void resume_sameSecond_secondFileWithStartMark() throws IOException {
        try (EventFile _ = EventFile.create(folder); EventFile _ = EventFile.resume(folder, 300)) {
            List<Path> files = EventFile.in(folder);
            assertThat(files).hasSize(2);
            Decoded start = decode(files.getLast()).get(1);
            assertThat(start.sessionStart).isTrue();
            assertThat(start.step).isEqualTo(301);
        }
    }

    /** The published formula, in longs: ((crc >> 15) | (crc << 17)) + 0xa282ead8, modulo 2^32. */
    private static int mask(long crc) {
        long rotated = ((crc >> 15) | (crc << 17)) & 0xFFFFFFFFL;
        return (int) (rotated + 0xa282ead8L);
    }

    /** What an independent decoder finds. */
    private static final class Decoded {
        private double wallTime;
        private long step;
        private String version = "";
        private boolean sessionStart;
        private final Map<String, Float> values = new LinkedHashMap<>();
    }

    private static List<Decoded> decode(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Decoded> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(in.position(), length);
            byte[] data = new byte[(int) in.getLong()];
            assertThat(in.getInt()).isEqualTo(mask(slowCrc(length)));
            in.get(data);
            assertThat(in.getInt()).isEqualTo(mask(slowCrc(data)));
            events.add(event(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return events;
    }

    private static Decoded event(ByteBuffer in) {
        Decoded event = new Decoded();
        while (in.hasRemaining()) {
            int tag = in.get();
            switch (tag) {
                case 0x09 -> event.wallTime = in.getDouble();
                case 0x10 -> event.step = varint(in);
                case 0x1a -> event.version = text(in);
                case 0x2a -> summary(piece(in), event);
                case 0x3a -> event.sessionStart = Arrays.equals(piece(in).array(), new byte[] {0x08, 0x01});
                default -> throw new AssertionError("tag " + tag);
            }
        }
        return event;
    }

    private static void summary(ByteBuffer in, Decoded event) {
        while (in.hasRemaining()) {
            assertThat(in.get()).isEqualTo((byte) 0x0a);
            ByteBuffer value = piece(in);
            assertThat(value.get()).isEqualTo((byte) 0x0a);
            String name = text(value);
            assertThat(value.get()).isEqualTo((byte) 0x15);
            event.values.put(name, value.getFloat());
            assertThat(value.hasRemaining()).isFalse();
        }
    }

    private static ByteBuffer piece(ByteBuffer in) {
        byte[] bytes = new byte[(int) varint(in)];
        in.get(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer in) {
        return new String(piece(in).array(), StandardCharsets.UTF_8);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    /** CRC-32C bit by bit, by the reversed polynomial 0x82f63b78. */
    private static long slowCrc(byte[] bytes) {
        long crc = 0xFFFFFFFFL;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82f63b78L;
            }
        }
        return crc ^ 0xFFFFFFFFL;
    }
}
