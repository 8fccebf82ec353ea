package dev.advect.runtime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static Stream<PolicySpec> specs() {
        return Samples.specs();
    }

    static byte[] bytes(PolicyFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        return out.toByteArray();
    }

    /** The same policy, of so many actions at once. */
    static PolicyFile chunked(PolicyFile file, int chunk) {
        return new PolicyFile(file.spec(), file.squash(), file.actionBound(), chunk, file.observationBound(), file.shift(),
                file.scale(), file.parameters(), file.info());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void writeTo_read_isTheSame(PolicySpec spec) throws IOException {
        PolicyFile file = Samples.file(spec, 3);
        byte[] bytes = bytes(file);

        PolicyFile read = PolicyFile.read(new ByteArrayInputStream(bytes));

        assertThat(read.spec()).isEqualTo(spec);
        assertThat(read.squash()).isEqualTo(file.squash());
        assertThat(read.actionBound()).isEqualTo(file.actionBound());
        assertThat(read.observationBound()).isEqualTo(file.observationBound()).isEqualTo(0.8);
        assertThat(read.shift()).isEqualTo(file.shift());
        assertThat(read.scale()).isEqualTo(file.scale());
        assertThat(read.parameters()).isEqualTo(file.parameters());
        assertThat(read.info()).isEqualTo(file.info());
        assertThat(bytes(read)).isEqualTo(bytes);
    }

    @Test
    void writeTo_header_isPlainSafetensors() throws IOException {
        FlowSpec spec = new FlowSpec(
                1, 1, List.of(2), 2, 0.25, 1, FlowSpec.uniform(1, 0, 2), Solver.EULER, 0);
        float[] parameters = new float[13];
        Arrays.fill(parameters, 0.1f);
        byte[] bytes = bytes(new PolicyFile(
                spec, Squash.TANH, 3, new float[1], new float[] {1}, parameters, Map.of("env", "toy")));

        assertThat(header(bytes).strip()).isEqualTo("""
                {"__metadata__":{"format":"advect-policy",
                 "version":"1",
                 "kind":"flow",
                 "observation_size":"1",
                 "action_size":"1",
                 "hidden":"2",
                 "activation":"silu",
                 "squash":"tanh",
                 "action_bound":"3.0",
                 "embedding":"cos_sin",
                 "time_embedding":"2",
                 "output_scale":"0.25",
                 "networks":"1",
                 "times":"1.0,0.5,0.0",
                 "solver":"euler",
                 "noise_level":"0.0",
                 "info.env":"toy"},
                "norm.shift":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
                "norm.scale":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
                "networks.0.0.weight":{"dtype":"F32","shape":[2,4],"data_offsets":[8,40]},
                "networks.0.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[40,48]},
                "networks.0.1.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[48,56]},
                "networks.0.1.bias":{"dtype":"F32","shape":[1],"data_offsets":[56,60]}}""");
    }

    @Test
    void writeTo_weightsOfBfloat16_takeHalfOfTheBytes() throws IOException {
        FlowSpec spec = new FlowSpec(
                1, 1, List.of(2), 2, 0.25, 1, FlowSpec.uniform(1, 0, 2), Solver.EULER, 0);
        float[] parameters = new float[13];
        Arrays.fill(parameters, 1.01f); // 3F8147AE: cut off are 47AE, less than a half, and 3F81 is 1.0078125
        parameters[12] = -1.0117188f; // BF818000: a half, so that it becomes the even BF82

        byte[] bytes = bytes(new PolicyFile(spec, Squash.TANH, 3, new float[1], new float[] {1}, parameters, Map.of())
                .rounded());

        assertThat(header(bytes)).contains(
                """
                "norm.scale":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
                "networks.0.0.weight":{"dtype":"BF16","shape":[2,4],"data_offsets":[8,24]},
                "networks.0.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},
                "networks.0.1.weight":{"dtype":"BF16","shape":[1,2],"data_offsets":[32,36]},
                "networks.0.1.bias":{"dtype":"F32","shape":[1],"data_offsets":[36,40]}""");
        float[] expected = new float[13];
        Arrays.fill(expected, 0, 12, 1.0078125f);
        expected[8] = 1.01f; // biases stay as they are
        expected[9] = 1.01f;
        expected[12] = -1.0117188f;
        assertThat(PolicyFile.read(bytes).parameters()).isEqualTo(expected);
    }

    @Test
    void rounded_isTheNearestOfBfloat16() {
        assertThat(Bfloat16.round(1.01f)).isEqualTo(1.0078125f);
        assertThat(Bfloat16.round(-Float.intBitsToFloat(0x3F818000))).isEqualTo(-Float.intBitsToFloat(0x3F820000));
        assertThat(Bfloat16.round(Float.intBitsToFloat(0x3F828000))).isEqualTo(Float.intBitsToFloat(0x3F820000));
        assertThat(Bfloat16.round(Float.intBitsToFloat(0x3F828001))).isEqualTo(Float.intBitsToFloat(0x3F830000));
        assertThat(Bfloat16.round(0)).isZero();
        assertThat(Bfloat16.round(Float.MAX_VALUE)).isInfinite();
        assertThat(Bfloat16.round(Float.intBitsToFloat(0x7F800001))).isNaN();
    }

    @Test
    void rounded_weightsBeyondBfloat16_areRefused() {
        PolicyFile file = Samples.file(Samples.flow(Solver.EULER, 1, 8), 1);
        file.parameters()[0] = Float.MAX_VALUE;

        assertThatThrownBy(file::rounded).isInstanceOf(IllegalArgumentException.class).hasMessage("a weight is Infinity");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void rounded_writeTo_read_isTheSame(PolicySpec spec) throws IOException {
        PolicyFile file = Samples.file(spec, 3).rounded();

        byte[] bytes = bytes(file);

        assertThat(bytes.length).isLessThan(bytes(Samples.file(spec, 3)).length);
        assertThat(PolicyFile.read(bytes).parameters()).isEqualTo(file.parameters());
        assertThat(bytes(PolicyFile.read(bytes))).isEqualTo(bytes);
        assertThat(file.rounded().parameters()).isEqualTo(file.parameters());
    }

    @Test
    void read_biasOfBfloat16_isRefused() throws IOException {
        refused(Samples.file(Samples.flow(Solver.EULER, 1, 8), 1).rounded(), "bias\":{\"dtype\":\"F32\"",
                "bias\":{\"dtype\":\"BF16\"", "tensor 'networks.0.0.bias' is not F32 [8], which its metadata demands");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "format":"advect-policy" | "format":"gguf" | it is no policy: its metadata does not say
            "version":"1" | "version":"2" | it is of version '2', this program reads 1
            "solver":"euler" | "solver":"denoising" | solver denoising is not possible without sigma_min and sigma_max
            "kind":"flow" | "kind":"tree" | kind is 'tree', this program knows flow, gaussian and latent
            "activation":"silu" | "activation":"relu" | activation is 'relu', this program knows silu
            "squash":"tanh" | "squash":"sin" | squash is 'sin', this program knows tanh, clip
            "solver":"euler" | "solver":"adams" | solver is 'adams', this program knows euler, heun, midpoint, rk4, sde, denoising
            "observation_size":"5" | "observation_size":"6" | tensor 'norm.shift' is not F32 [6]
            "observation_size":"5" | "observation_size":"99999999999999999999" | is not a whole number
            "observation_size":"5" | "observation_size":"70000" | it must lie in 1 … 65536
            "action_size":"3" | "action_size":"0" | action_size: 0 is not possible
            "hidden":"8,7" | "hidden":"8,65536,65536" | parameters are not possible
            "hidden":"8,7" | "hidden":"" | hidden: '' is not a whole number
            "action_bound":"0.0" | "action_bound":"-1.0" | action_bound: -1.0 is not possible
            "action_bound":"0.0" | "action_bound":"NaN" | action_bound: 'NaN' is not a number
            "action_bound":"0.0" | "action_bound":"1E999" | action_bound: Infinity is not possible
            "time_embedding":"8" | "time_embedding":"7" | it must be even
            "networks":"1" | "networks":"2" | 1 steps are not possible with 2 networks
            "times":"1.0,0.0" | "times":"1.0" | number of steps: 0 is not possible
            "times":"1.0,0.0" | "times":"1.0,0.0,0.5" | times are not possible
            "times":"1.0,0.0" | "times":"2.0,0.0" | times are not possible
            "noise_level":"0.7" | "noise_level":"-1.0" | noise_level: -1.0 is not possible
            "noise_level":"0.7" | "noise_level":"0.7","other":"1" | key 'other' is not known
            "noise_level":"0.7" | "info.x":"" | key 'noise_level' is missing
            "noise_level":"0.7" | "noise_level":0.7 | the header is wrong at character
            "noise_level":"0.7" | "noise_level":"0.7","noise_level":"0.7" | the header has 'noise_level' twice
            "noise_level":"0.7" | "noise_level":{"a":{"a":{}}} | the header is wrong at character
            [8,16] | [16,8] | is not F32 or BF16 [8, 16]
            [8,16] | [8,16,1] | is not F32 or BF16 [8, 16]
            [8,16] | [1,1,1,1,1,1,1,1,1] | where a list of at most 8 numbers was expected
            [8,16] | [8,-16] | the header is wrong at character
            [8,16] | [8,16e0] | the header is wrong at character
            [8,16] | [9223372036854775808,16] | the header is wrong at character
            [40,552] | [44,556] | has data_offsets [44, 556], where it must begin at 40
            [40,552] | [40,548] | has data_offsets [40, 548], where it must begin at 40
            [40,552] | [0,512] | where it must begin at 20
            "networks.0.1.bias" | "networks.0.9.bias" | tensor 'networks.0.1.bias' is missing
            "norm.scale" | "norm.shift" | the header has 'norm.shift' twice
            """)
    void read_headerThatIsWrong_saysWhat(String good, String bad, String message) throws IOException {
        FlowSpec spec = new FlowSpec(5, 3, List.of(8, 7), 8, 0.25, 1, List.of(1.0, 0.0), Solver.EULER, 0.7);
        float[] parameters = new float[(int) spec.parameters()];
        Arrays.fill(parameters, 0.1f);
        byte[] file = bytes(new PolicyFile(spec, Squash.TANH, 0, new float[5], ones(5), parameters, Map.of()));
        assertThat(header(file)).contains(good);

        assertThatThrownBy(() -> PolicyFile.read(withHeader(file, text -> text.replace(good, bad))))
                .isInstanceOf(PolicyFileException.class).hasMessageContaining(message);
    }

    @Test
    void writeTo_whatIsNotUsual_isWrittenThenOnly() throws IOException {
        assertThat(header(bytes(Samples.file(Samples.flow(Solver.SDE, 3, 5), 1))))
                .contains("noise_level").doesNotContain("initial", "observation_bound", "sigma", "sampled", "chunk", "deviation");
        assertThat(header(bytes(Samples.file(Samples.fromLessNoise(), 1)))).contains("""
                "solver":"euler",
                 "initial_noise":"0.5",
                 "noise_level":"0.0",
                """);
        assertThat(header(bytes(chunked(Samples.file(Samples.denoising(0.05, 0.4), 1), 3)))).contains("""
                "chunk":"3",
                 "embedding":"cos_sin",
                 "time_embedding":"8",
                 "output_scale":"0.25",
                 "networks":"1",
                 "times":"1.0,0.75,0.5,0.25,0.0",
                 "solver":"denoising",
                 "noise_level":"1.0",
                 "sigma_min":"0.05",
                 "sigma_max":"0.4",
                 "sampled":"false",
                """).contains("\"networks.0.2.weight\":{\"dtype\":\"F32\",\"shape\":[6,17]");
        assertThat(header(bytes(Samples.file(Samples.relu(), 1)))).contains("""
                "activation":"relu",
                 "squash":"clip",
                 "action_bound":"1.5",
                 "deviation":"exp",
                 "log_std_offset":"-1.0",
                 "log_std_min":"-0.5",
                 "log_std_max":"0.2",
                """);
    }

    @Test
    void read_chunkOfActions_isKnownToThePolicy() throws IOException {
        byte[] file = bytes(chunked(Samples.file(Samples.denoising(0.05, 0.4), 1), 3));

        Policy policy = Policy.of(PolicyFile.read(file));

        assertThat(policy.chunk()).isEqualTo(3);
        assertThat(policy.copy().chunk()).isEqualTo(3);
        assertThat(policy.actionSize()).isEqualTo(3);
        assertThat(policy.spec().stochasticByDefault()).isFalse();
        assertThat(Policy.of(Samples.file(Samples.paper(), 1)).chunk()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "chunk":"3" | "chunk":"0" | chunk: 0 is not possible with an action_size of 3
            "chunk":"3" | "chunk":"2" | chunk: 2 is not possible with an action_size of 3
            "chunk":"3" | "chunk":"-3" | chunk: '-3' is not a whole number
            "sigma_min":"0.05" | "sigma_min":"0.0" | sigma_min and sigma_max: 0.0 and 0.4 are not possible
            "sigma_min":"0.05" | "sigma_min":"0.5" | sigma_min and sigma_max: 0.5 and 0.4 are not possible
            "sigma_min":"0.05" | "sigma_min":"-0.05" | sigma_min and sigma_max: -0.05 and 0.4 are not possible
            "sigma_min":"0.05" | "sigma_min":"NaN" | sigma_min: 'NaN' is not a number
            "sigma_min":"0.05" | "sigma_min":"0.4" | tensor 'networks.0.2.weight' is not F32 or BF16 [3, 17]
            "sigma_max":"0.4" | "sigma_max":"1E999" | sigma_min and sigma_max: 0.05 and Infinity are not possible
            "sigma_max":"0.4" | "info.s":"0.4" | key 'sigma_max' is missing
            "sampled":"false" | "sampled":"no" | sampled is 'no', this program knows false
            "solver":"denoising" | "solver":"euler","deviation":"exp" | key 'deviation' is not known
            """)
    void read_denoisingHeaderThatIsWrong_saysWhat(String good, String bad, String message) throws IOException {
        refused(chunked(Samples.file(Samples.denoising(0.05, 0.4), 1), 3), good, bad, message);
    }

    /** Policies compute with floats, in which 1e39 is infinite and 1e-50 is zero. */
    @ParameterizedTest
    @ValueSource(doubles = {1e39, 1e-50})
    void create_numberThatIsNoneAsAFloat_isRefused(double number) {
        PolicyFile file = Samples.file(Samples.relu(), 2);
        assertThatThrownBy(() -> new PolicyFile(file.spec(), file.squash(), number, file.shift(), file.scale(), file.parameters(),
                Map.of())).hasMessage("action_bound: " + number + " is not possible");
        assertThatThrownBy(() -> Policy.of(file.spec(), file.squash(), 0, number, file.shift(), file.scale(), file.parameters()))
                .hasMessage("observation_bound: " + number + " is not possible");
        assertThatThrownBy(() -> new FlowSpec(5, 3, List.of(8), 8, number, 1, FlowSpec.uniform(1, 0, 2), Solver.EULER, 0))
                .hasMessage("output_scale: " + number + " is not possible");
        assertThatThrownBy(() -> new FlowNoise(number, 0, 0, 0, true)).hasMessageStartingWith("initial_noise: " + number);
    }

    @Test
    void create_latentPolicyOfTooManyParametersTogether_isRefused() {
        FlowSpec flow = Samples.flow(Solver.EULER, 1, 6000, 6000);
        assertThatThrownBy(() -> new LatentSpec(List.of(6000, 6000), 0, flow)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters are not possible");
    }

    @Test
    void maxBytes_isRoomForAllParametersAndAHeader() {
        assertThat(PolicyFile.MAX_BYTES).isGreaterThan(Float.BYTES * (int) Sizes.MAX_PARAMETERS + PolicyFile.MAX_HEADER);
    }

    @Test
    void writeTo_infoThatNoReaderTakes_isRefused() {
        PolicyFile file = Samples.file(Samples.relu(), 2);
        PolicyFile verbose = new PolicyFile(file.spec(), file.squash(), 0, file.shift(), file.scale(), file.parameters(),
                Map.of("note", "x".repeat(PolicyFile.MAX_HEADER)));
        assertThatThrownBy(() -> bytes(verbose)).isInstanceOf(IOException.class).hasMessageContaining("info is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.8", "1E999"})
    void read_observationBoundThatIsWrong_isRefused(String bad) throws IOException {
        refused(Samples.file(Samples.relu(), 2), "\"observation_bound\":\"0.8\"", "\"observation_bound\":\"" + bad + "\"",
                "observation_bound: " + Double.parseDouble(bad) + " is not possible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "-0.5", "1E999"})
    void read_initialNoiseThatIsWrong_isRefused(String bad) throws IOException {
        refused(Samples.file(Samples.fromLessNoise(), 1), "\"initial_noise\":\"0.5\"", "\"initial_noise\":\"" + bad + "\"",
                "initial_noise: " + Double.parseDouble(bad) + " is not possible, it must be above 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "activation":"relu" | "activation":"gelu" | activation is 'gelu', this program knows silu, relu
            "deviation":"exp" | "deviation":"log" | deviation is 'log', this program knows exp
            "deviation":"exp" | "info.d":"exp" | key 'min_std' is missing
            "deviation":"exp" | "deviation":"exp","min_std":"0.1" | key 'min_std' is not known
            "deviation":"exp" | "deviation":"exp","sampled":"false" | key 'sampled' is not known
            "log_std_offset":"-1.0" | "log_std_offset":"-1E999" | log_std_offset: -Infinity is not possible
            "log_std_min":"-0.5" | "log_std_min":"0.5" | log_std_min and log_std_max: 0.5 and 0.2 are not possible
            "log_std_max":"0.2" | "log_std_max":"1E999" | log_std_min and log_std_max: -0.5 and Infinity are not possible
            "log_std_max":"0.2" | "info.m":"0.2" | key 'log_std_max' is missing
            """)
    void read_gaussianHeaderThatIsWrong_saysWhat(String good, String bad, String message) throws IOException {
        refused(Samples.file(Samples.relu(), 1), good, bad, message);
    }

    private static void refused(PolicyFile file, String good, String bad, String message) throws IOException {
        byte[] bytes = bytes(file);
        assertThat(header(bytes)).contains(good);
        refused(withHeader(bytes, text -> text.replace(good, bad)), message);
    }

    @Test
    void read_objectOfVeryManyKeys_isRefused() throws IOException {
        byte[] file = bytes(Samples.file(Samples.paper(), 1));
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            many.append('"').append(i).append("\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]},");
        }

        assertThatThrownBy(() -> PolicyFile.read(withHeader(file, text -> many + text.substring(1))))
                .isInstanceOf(PolicyFileException.class);
        String few = many.substring(0, many.indexOf("\"60000\""));
        assertThatThrownBy(() -> PolicyFile.read(withHeader(file, text -> few + text.substring(1))))
                .hasMessage("the header has an object of more than 10000 keys");
    }

    @Test
    void read_deepNesting_isRefusedWithoutRecursion() throws IOException {
        byte[] file = bytes(Samples.file(Samples.paper(), 1));

        assertThatThrownBy(() -> PolicyFile.read(withHeader(file, _ -> "{\"a\":".repeat(500_000))))
                .hasMessageContaining("where dtype, shape or data_offsets was expected");
        assertThatThrownBy(() -> PolicyFile.read(withHeader(file, _ -> "[".repeat(1_000_000))))
                .hasMessageContaining("at character 0, where '{' was expected");
    }

    @Test
    void read_lengthsThatAreWrong_sayWhat() throws IOException {
        byte[] file = bytes(Samples.file(Samples.paper(), 1));

        refused(new byte[0], "0 bytes are too few for a policy");
        refused(Arrays.copyOf(file, 7), "7 bytes are too few");
        refused(Arrays.copyOf(file, 100), "bytes is not possible, the file has 100");
        refused(Arrays.copyOf(file, file.length - 1), "(cut short)");
        refused(Arrays.copyOf(file, file.length + 1), "(something follows)");
        byte[] huge = file.clone();
        Arrays.fill(huge, 0, 8, (byte) 0xFF);
        refused(huge, "a header of 18446744073709551615 bytes is not possible");
        byte[] text = file.clone();
        text[20] = (byte) 0xFF;
        refused(text, "the header is not UTF-8");
    }

    @Test
    void read_numbersThatAreNone_areRefused() throws IOException {
        byte[] file = bytes(Samples.file(Samples.paper(), 1));
        byte[] weight = file.clone();
        ByteBuffer.wrap(weight).order(ByteOrder.LITTLE_ENDIAN).putFloat(file.length - 4, Float.NaN);
        refused(weight, "a weight is NaN");
        byte[] scale = file.clone();
        int data = file.length - 4 * ((int) Samples.paper().parameters() + 2 * 17);
        ByteBuffer.wrap(scale).order(ByteOrder.LITTLE_ENDIAN).putFloat(data + 4 * 17, 0);
        refused(scale, "norm.scale holds 0.0");
    }

    @Test
    void read_path_messageNamesTheFile() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> PolicyFile.read(none)).isInstanceOf(IOException.class)
                .hasMessage("there is no file " + none);
        assertThatThrownBy(() -> PolicyFile.read(folder)).hasMessage("cannot read " + folder + ": it is a folder");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> Policy.load(empty)).isInstanceOf(PolicyFileException.class)
                .hasMessage(empty + ": 0 bytes are too few for a policy");
    }

    @Test
    void file_thatIsNotPossible_isRefused() {
        GaussianSpec spec = new GaussianSpec(1, 1, List.of(1), 0);
        assertThatThrownBy(() -> new PolicyFile(spec, Squash.TANH, 0, new float[2], ones(1), new float[6], Map.of()))
                .hasMessage("the normaliser is not one of 1 observations");
        assertThatThrownBy(() -> new PolicyFile(spec, Squash.TANH, 0, new float[1], ones(1), new float[5], Map.of()))
                .hasMessage("5 parameters, where the networks have 6");
        assertThatThrownBy(() -> new PolicyFile(
                spec, Squash.TANH, 0, new float[1], ones(1), new float[6], Map.of("A key", "")))
                .hasMessage("info: a key is 'A key'");
    }

    @Test
    void with_ofGaussian_isRefused() {
        PolicyFile file = Samples.file(new GaussianSpec(1, 1, List.of(1), 0), 1);

        assertThatThrownBy(() -> file.with(Solver.EULER, 2)).hasMessage("a Gaussian policy has no solver");
    }

    private static void refused(byte[] bytes, String message) {
        assertThatThrownBy(() -> PolicyFile.read(bytes))
                .isInstanceOf(PolicyFileException.class).hasMessageContaining(message);
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    static String header(byte[] file) {
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return new String(file, 8, length, StandardCharsets.UTF_8);
    }

    /** The file with another header, whose length is right. */
    static byte[] withHeader(byte[] file, UnaryOperator<String> change) {
        byte[] header = change.apply(header(file)).getBytes(StandardCharsets.UTF_8);
        int data = 8 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return ByteBuffer.allocate(8 + header.length + file.length - data).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).put(file, data, file.length - data).array();
    }
}
