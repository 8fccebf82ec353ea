package dev.advect.export;

import dev.advect.io.Protobuf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A builder of ONNX graphs, for feed-forward graphs of float matrices with operator set 17. It needs these messages of
 * onnx/onnx.proto3:
 *
 * <pre>
 * ModelProto     { int64 ir_version = 1; string producer_name = 2; GraphProto graph = 7;
 *                  OperatorSetIdProto opset_import = 8; StringStringEntryProto metadata_props = 14; }
 * GraphProto     { NodeProto node = 1; string name = 2; TensorProto initializer = 5; ValueInfoProto input = 11;
 *                  ValueInfoProto output = 12; }
 * NodeProto      { string input = 1; string output = 2; string name = 3; string op_type = 4; AttributeProto attribute = 5; }
 * AttributeProto { string name = 1; int64 i = 3; AttributeType type = 20; }   INT = 2
 * TensorProto    { int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }   FLOAT = 1, INT64 = 7
 * ValueInfoProto { string name = 1; TypeProto type = 2; }   TypeProto { Tensor tensor_type = 1; }
 * Tensor         { int32 elem_type = 1; TensorShapeProto shape = 2; }   TensorShapeProto { Dimension dim = 1; }
 * Dimension      { int64 dim_value = 1; string dim_param = 2; }
 * </pre>
 */
final class OnnxGraph {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int INT_ATTRIBUTE = 2;

    private final List<Protobuf> nodes = new ArrayList<>();
    private final List<Protobuf> initializers = new ArrayList<>();
    private final List<Protobuf> inputs = new ArrayList<>();
    private final List<Protobuf> outputs = new ArrayList<>();

    /** Adds an input {@code [n, width]} to the graph. */
    String input(String name, int width) {
        inputs.add(rows(name, width));
        return name;
    }

    /** Makes a value {@code [n, width]} the output of this name. */
    void output(String value, String name, int width) {
        node("Identity", List.of(value), List.of(name));
        outputs.add(rows(name, width));
    }

    private static Protobuf rows(String name, int width) {
        Protobuf shape = new Protobuf()
                .message(1, new Protobuf().text(2, "n"))
                .message(1, new Protobuf().varint(1, width));
        Protobuf tensor = new Protobuf().varint(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    /** Adds a constant of the given shape, or a scalar if no shape is given. */
    String constant(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        initializers.add(dims(shape).varint(2, FLOAT).text(8, name).delimited(9, bytes.array()));
        return name;
    }

    private String number(double value) {
        return constant("c" + initializers.size(), new float[] {(float) value});
    }

    private static Protobuf dims(int... shape) {
        Protobuf tensor = new Protobuf();
        for (int n : shape) {
            tensor.varint(1, n);
        }
        return tensor;
    }

    /** Adds an operator with one output and no attributes. */
    String node(String operator, String... values) {
        String out = "v" + nodes.size();
        node(operator, List.of(values), List.of(out));
        return out;
    }

    private Protobuf node(String operator, List<String> from, List<String> to) {
        Protobuf node = new Protobuf();
        from.forEach(value -> node.text(1, value));
        to.forEach(value -> node.text(2, value));
        node.text(3, "n" + nodes.size()).text(4, operator);
        nodes.add(node);
        return node;
    }

    private static void attribute(Protobuf node, String name, long value) {
        node.message(5, new Protobuf().text(1, name).varint(3, value).varint(20, INT_ATTRIBUTE));
    }

    /** Adds x · Wᵀ + b with weight {@code [out, in]} and bias {@code [out]}. */
    String linear(String x, String weight, String... bias) {
        String out = "v" + nodes.size();
        List<String> from = new ArrayList<>(List.of(x, weight));
        from.addAll(List.of(bias));
        attribute(node("Gemm", from, List.of(out)), "transB", 1);
        return out;
    }

    /** x / (1 + e⁻ˣ). */
    String silu(String x) {
        return node("Mul", x, node("Sigmoid", x));
    }

    /** max(x, 0). */
    String relu(String x) {
        return node("Relu", x);
    }

    /** a + c · b. */
    String addScaled(String a, double c, String b) {
        return node("Add", a, scaled(b, c));
    }

    String scaled(String a, double c) {
        return node("Mul", a, number(c));
    }

    String plus(String a, double c) {
        return node("Add", a, number(c));
    }

    /** Clamps a value to ± bound. */
    String clip(String a, double bound) {
        return clip(a, -bound, bound);
    }

    String clip(String a, double min, double max) {
        return node("Clip", a, number(min), number(max));
    }

    /** Splits a value's columns into parts of equal width. */
    List<String> split(String value, int parts, int width) {
        if (parts == 1) {
            return List.of(value);
        }
        ByteBuffer sizes = ByteBuffer.allocate(parts * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        List<String> to = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            sizes.putLong(width);
            to.add("v" + nodes.size() + "_" + i);
        }
        String name = "c" + initializers.size();
        initializers.add(dims(parts).varint(2, INT64).text(8, name).delimited(9, sizes.array()));
        attribute(node("Split", List.of(value, name), to), "axis", 1);
        return to;
    }

    /** The content of the model file. */
    byte[] model(String name, Map<String, String> metadata) {
        Protobuf graph = new Protobuf();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, name);
        initializers.forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(value -> graph.message(11, value));
        outputs.forEach(value -> graph.message(12, value));
        Protobuf model = new Protobuf().varint(1, IR_VERSION).text(2, "advect").message(7, graph)
                .message(8, new Protobuf().text(1, "").varint(2, OPERATOR_SET));
        metadata.forEach((key, value) -> model.message(14, new Protobuf().text(1, key).text(2, value)));
        return model.toByteArray();
    }
}
