package dev.advect.io;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void write_twoFloats_exactBytes() throws IOException {
        StateDict state = new StateDict();
        state.putFloats("w", new float[] {1, -2});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, state, Map.of());
        // 54 characters and 2 spaces: 56 = 0x38. 1f is 3F800000 and -2f is C0000000, both the low byte first.
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        String padded = header + " ".repeat(56 - header.length());
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("3800000000000000"
                + HexFormat.of().formatHex(padded.getBytes(StandardCharsets.US_ASCII)) + "0000803f000000c0");
    }

    @Test
    void write_mixedSizes_headerInOrderDataAligned() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, mixed(), Map.of("k", "v\u00e9"));
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        // By element size: f (8 bytes x 2) at 0, i (8 x 1) at 16, w (4 x 3) at 24, then the bytes at 36.
        assertThat(text).contains("\"bytes\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[36,39]}")
                .contains("\"w\":{\"dtype\":\"F32\",\"shape\":[3,1],\"data_offsets\":[24,36]}")
                .contains("\"f\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}")
                .contains("\"i\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[16,24]}");
        Safetensors.Contents read = Safetensors.read(file);
        assertThat(read.metadata()).containsExactly(Map.entry("k", "v\u00e9"));
        assertThat(read.state().names()).containsExactly("bytes", "w", "f", "none", "i");
        assertThat(read.state().bytes("bytes", 3)).containsExactly(1, -1, 127);
        assertThat(read.state().floats("w", 3, 1)).containsExactly(0.5f, Float.NaN, Float.NEGATIVE_INFINITY);
        assertThat(read.state().doubles("f")).containsExactly(Math.PI, -0.0);
        assertThat(read.state().floats("none", 0, 4)).isEmpty();
        assertThat(read.state().longs("i")).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void write_oneTensorUnderTwoNames_readsBack() throws IOException {
        Tensor tensor = new Tensor(DType.F32, new long[] {2}, new float[] {1, 2});
        StateDict state = new StateDict();
        state.put("a", tensor);
        state.put("b", tensor);
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, state, Map.of());
        StateDict read = Safetensors.read(file).state();
        assertThat(read.floats("a")).containsExactly(1, 2);
        assertThat(read.floats("b")).containsExactly(1, 2);
    }

    @Test
    void write_longerThanABuffer_readsBack() throws IOException {
        float[] v = new float[700_001];
        long[] l = new long[300_007];
        byte[] b = new byte[1_500_000];
        for (int i = 0; i < b.length; i++) {
            v[i % v.length] = i;
            l[i % l.length] = 3L * i;
            b[i] = (byte) (i * 31);
        }
        StateDict state = new StateDict();
        state.putFloats("v", v);
        state.putLongs("l", l);
        state.putBytes("b", b);
        Path file = folder.resolve("big.safetensors");
        Safetensors.write(file, state, Map.of());
        StateDict read = Safetensors.read(file).state();
        assertThat(Arrays.equals(read.floats("v"), v)).isTrue();
        assertThat(Arrays.equals(read.longs("l"), l)).isTrue();
        assertThat(Arrays.equals(read.bytes("b"), b)).isTrue();
        assertThat(Files.size(file)).isEqualTo(new SafetensorsWriter(state, Map.of()).size());
    }

    @Test
    void read_fromMemory_isThatOfTheFile() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(7);
        Safetensors.write(out, mixed(), Map.of("k", "v"));
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).position(1);

        Safetensors.Contents read = Safetensors.read(bytes, "a message");

        assertThat(read.metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(read.state().names()).containsExactly("bytes", "w", "f", "none", "i");
        assertThat(read.state().doubles("f")).containsExactly(Math.PI, -0.0);
        assertThat(read.state().longs("i")).containsExactly(Long.MIN_VALUE);
        assertThatThrownBy(() -> Safetensors.read(bytes.slice(1, 30), "a message")).isInstanceOf(DamagedFileException.class)
                .hasMessageStartingWith("a message is damaged: ");
    }

    @Test
    void read_emptyStateAndScalar_accepted() throws IOException {
        Safetensors.write(folder.resolve("e"), new StateDict(), Map.of());
        assertThat(Safetensors.read(folder.resolve("e")).state().names()).isEmpty();
        Path file = file("{\"s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4);
        assertThat(Safetensors.read(file).state().shape("s")).isEmpty();
    }

    @Test
    void read_badLayouts_refusedInOneLine() throws IOException {
        refused("{\"a\":" + f32(1, 0, 4) + ",\"b\":" + f32(1, 8, 12) + "}", 12, "a hole");
        refused("{\"a\":" + f32(2, 0, 8) + ",\"b\":" + f32(1, 4, 8) + "}", 8, "an overlap");
        refused("{\"a\":" + f32(1, 0, 4) + "}", 3, "(cut short)");
        refused("{\"a\":" + f32(1, 0, 4) + "}", 5, "(something follows)");
        refused("{\"a\":" + f32(2, 0, 4) + "}", 4, "takes 8 bytes");
        refused("{\"a\":" + f32(1, 4, 0) + "}", 4, "takes 4 bytes");
        refused("{\"a\":" + f32(1, 0, 4) + ",\"a\":" + f32(1, 4, 8) + "}", 8, "Duplicate");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}", 4,
                "impossible shape");
        refused("{\"a\":{\"dtype\":\"F64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}}", 0,
                "impossible shape");
        refused("{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "not supported");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "neither a size");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}}", 4, "neither");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "must be arrays");
        refused("{\"__metadata__\":{\"k\":1}}", 0, "not a string");
        refused("{} x", 0, "not JSON");
        refused("[]", 0, "does not begin with {");
        refused("{\"a\n\u001b\":1}", 0, "is damaged");
    }

    @Test
    void read_badLengths_refused() throws IOException {
        for (String hex : new String[] {"", "00", "ffffffffffffffff", "ffffffffffffff7f", "0300000000000000" + "7b7d",
            "0000000000000000"}) {
            Path file = folder.resolve("short");
            Files.write(file, HexFormat.of().parseHex(hex));
            assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(DamagedFileException.class);
        }
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("missing")))
                .isInstanceOf(IOException.class).hasMessage("there is no file " + folder.resolve("missing"));
        assertThatThrownBy(() -> Safetensors.read(folder)).hasMessageEndingWith("it is a folder");
    }

    private void refused(String header, int dataBytes, String reason) throws IOException {
        Path file = file(header, dataBytes);
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(DamagedFileException.class)
                .hasMessageStartingWith(file + " is damaged: ").hasMessageContaining(reason)
                .message().doesNotContainPattern("\\p{Cntrl}");
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + text.length + dataBytes];
        bytes[0] = (byte) text.length;
        bytes[1] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, bytes, 8, text.length);
        return Files.write(folder.resolve("made.safetensors"), bytes);
    }

    private static String f32(int size, int begin, int end) {
        return "{\"dtype\":\"F32\",\"shape\":[" + size + "],\"data_offsets\":[" + begin + "," + end + "]}";
    }

    static StateDict mixed() {
        StateDict state = new StateDict();
        state.putBytes("bytes", new byte[] {1, -1, 127});
        state.putFloats("w", new float[] {0.5f, Float.NaN, Float.NEGATIVE_INFINITY}, 3, 1);
        state.putDoubles("f", new double[] {Math.PI, -0.0});
        state.putFloats("none", new float[0], 0, 4);
        state.putLongs("i", new long[] {Long.MIN_VALUE});
        return state;
    }
}
