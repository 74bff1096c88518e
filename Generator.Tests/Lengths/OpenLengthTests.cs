using System;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>Classes of open length compute, at every length, what the model compiled for that length computes.</summary>
public sealed class OpenLengthTests
{
    private readonly Random _random = new(3);

    [Fact]
    public void Dense_layers()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", 24)
            .Initializer("w", Random(24, 40)).Initializer("b", Random(40)).Initializer("v", Random(40, 10))
            .Node("MatMul", ["x", "w"], ["h"]).Node("Add", ["h", "b"], ["i"]).Node("Relu", ["i"], ["j"]).Node("MatMul", ["j", "v"], ["k"]).Node("Softmax", ["k"], ["y"], ("axis", -1)).Output("y");
        using var network = new OpenNetwork(model, "x:1x{}x24", "1..40");
        network.MatchesStatic(1, 2, 3, 16, 39, 40);
    }

    [Fact]
    public void Attention()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", 32);
        AddAttention(model, "x", "y", mask: null);
        model.Output("y");
        using var network = new OpenNetwork(model, "1x{}x32", "1..40");
        network.MatchesStatic(1, 2, 3, 15, 16, 17, 33, 40);
    }

    [Fact]
    public void Embedded_tokens_with_positions_and_a_mask()
    {
        OnnxBuilder model = new OnnxBuilder().Input("tokens", ElementType.Int64, "batch", "time").Input("mask", ElementType.Int64, "batch", "time")
            .Initializer("table", Random(50, 32)).Node("Gather", ["table", "tokens"], ["words"])
            .Initializer("positions", Random(1, 64, 32)).Node("Shape", ["tokens"], ["shape"]).Initializer<long>("one", [1], 1).Initializer<long>("zero", [1], 0)
            .Initializer<long>("two", [1], 2).Node("Slice", ["shape", "one", "two"], ["n"]).Node("Slice", ["positions", "zero", "n", "one"], ["where"])
            .Node("Add", ["words", "where"], ["x"])
            .Node("Cast", ["mask"], ["real"], ("to", 1)).Scalar("unit", 1f).Scalar("least", -1e9f).Node("Sub", ["unit", "real"], ["absent"]).Node("Mul", ["absent", "least"], ["bias"])
            .Initializer<long>("axes", [2], 1, 2).Node("Unsqueeze", ["bias", "axes"], ["attention_mask"]);
        AddAttention(model, "x", "y", "attention_mask");
        AddAttention(model, "y", "z", "attention_mask");
        model.Output("z");
        using var network = new OpenNetwork(model, "tokens:1x{},mask:1x{}", "1..50");
        network.MatchesStatic(1, 2, 3, 15, 16, 17, 33, 50);
    }

    [Fact]
    public void Convolutions_over_time()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time")
            .Initializer("w", Random(12, 8, 3)).Initializer("v", Random(20, 12, 3)).Initializer("d", Random(20, 1, 5))
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1 })).Node("Relu", ["a"], ["b"])
            .Node("Conv", ["b", "v"], ["c"], ("pads", new[] { 1, 1 }), ("strides", new[] { 2 }))
            .Node("Conv", ["c", "d"], ["y"], ("pads", new[] { 4, 0 }), ("group", 20)).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}", "1..50");
        network.MatchesReference(1, 50);
    }

    [Fact]
    public void Dynamically_quantized_convolutions_over_time()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time")
            .Node("DynamicQuantizeLinear", ["x"], ["x_q", "x_s", "x_z"])
            .Initializer("w", Lowered.Random(_random, ElementType.UInt8, 12, 8, 3)).Scalar("wz", (byte)119).Scalar("ws", 0.013f)
            .Node("ConvInteger", ["x_q", "w", "x_z", "wz"], ["sum"], ("pads", new[] { 1, 1 }), ("strides", new[] { 2 }))
            .Node("Cast", ["sum"], ["real"], ("to", 1)).Node("Mul", ["x_s", "ws"], ["scale"]).Node("Mul", ["real", "scale"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}", "1..50");
        network.MatchesReference(1, 50);
    }

    [Theory]
    [InlineData("RNN", 1)]
    [InlineData("GRU", 3)]
    [InlineData("LSTM", 4)]
    public void Recurrent_layers(string op, int gates)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "time", 1, 8)
            .Initializer("w", Random(2, gates * 16, 8)).Initializer("r", Random(2, gates * 16, 16)).Initializer("b", Random(2, 2 * gates * 16))
            .Node(op, ["x", "w", "r", "b"], ["y", "h"], ("hidden_size", 16), ("direction", "bidirectional")).Output("y").Output("h");
        using var network = new OpenNetwork(model, "{}x1x8", "1..30");
        network.MatchesStatic(1, 2, 3, 17, 30);
    }

    [Fact]
    public void Tensors_joined_along_time_and_along_channels()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 6).Input("z", ElementType.Float32, 1, "time", 4).Initializer("first", Random(1, 1, 10))
            .Node("Relu", ["x"], ["r"]).Node("Concat", ["r", "z"], ["wide"], ("axis", 2)).Node("Concat", ["first", "wide", "wide"], ["y"], ("axis", 1)).Output("y")
            .Initializer("w", Random(10, 5)).Node("MatMul", ["y", "w"], ["p"]).Output("p");
        using var network = new OpenNetwork(model, "x:1x{}x6,z:1x{}x4", "1..30");
        network.MatchesReference(1, 30);
    }

    [Fact]
    public void Reductions_over_time()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 6)
            .Node("ReduceMean", ["x"], ["mean"], ("axes", new[] { 1 }), ("keepdims", 1)).Node("Sub", ["x", "mean"], ["d"]).Output("d")
            .Node("ReduceMax", ["d"], ["m"], ("axes", new[] { 1, 2 })).Output("m").Node("ArgMax", ["d"], ["i"], ("axis", 1)).Output("i", ElementType.Int64);
        using var network = new OpenNetwork(model, "1x{}x6", "1..30");
        network.MatchesReference(1, 30);
    }

    [Fact]
    public void Quantized_convolutions_and_products()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time").Scalar("s", 0.02f).Scalar("z", (byte)120).Scalar("ws", 0.01f).Scalar("wz", (sbyte)0)
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 12, 8, 3)).Initializer("v", Lowered.Random(_random, ElementType.Int8, 12, 20))
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["d"]).Node("DequantizeLinear", ["w", "ws", "wz"], ["wd"])
            .Node("Conv", ["d", "wd"], ["c"], ("pads", new[] { 2, 0 })).Node("QuantizeLinear", ["c", "s", "z"], ["cq"]).Node("DequantizeLinear", ["cq", "s", "z"], ["cd"])
            .Node("Transpose", ["cd"], ["t"], ("perm", new[] { 0, 2, 1 })).Node("DequantizeLinear", ["v", "ws", "wz"], ["vd"]).Node("MatMul", ["t", "vd"], ["p"])
            .Node("QuantizeLinear", ["p", "s", "z"], ["pq"]).Node("DequantizeLinear", ["pq", "s", "z"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}", "1..50");
        network.MatchesStatic(1, 2, 3, 16, 31, 50);
    }

    [Fact]
    public void What_depends_on_the_length_otherwise_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 24).Initializer<long>("s", [3], 1, 48, -1).Node("Reshape", ["x", "s"], ["y"]).Output("y");
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = "1x1..40x24" }));
        Assert.Equal(ProblemKind.SymbolicShape, refusal.Problems[0].Kind);
        Assert.Contains("every length from 1 to 40: with length 1, ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Reshape_0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamically_quantized_dense_layers()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", 80);
        Product(model, "x", "h", 80, 64);
        model.Node("Relu", ["h"], ["r"]);
        Product(model, "r", "y", 64, 20);
        model.Output("y");
        using var network = new OpenNetwork(model, "1x{}x80", "1..70");
        network.MatchesReference(1, 70);
    }

    private TensorData Random(params int[] shape) => Lowered.Random(_random, ElementType.Float32, shape);

    /// <summary>Four heads of eight over [1, n, 32]; shapes are computed from the input's, as exporters write them.</summary>
    private void AddAttention(OnnxBuilder model, string x, string y, string? mask)
    {
        model.Node("Shape", [x], [y + "_shape"]).Initializer<long>(y + "_i", [1], 1).Node("Gather", [y + "_shape", y + "_i"], [y + "_n"])
            .Initializer<long>(y + "_b", [1], 1).Initializer<long>(y + "_heads", [2], 4, 8).Initializer<long>(y + "_width", [1], 32)
            .Node("Concat", [y + "_b", y + "_n", y + "_heads"], [y + "_split"], ("axis", 0)).Node("Concat", [y + "_b", y + "_n", y + "_width"], [y + "_join"], ("axis", 0));
        foreach (string name in new[] { "q", "k", "v" })
        {
            Product(model, x, $"{y}_{name}_flat", 32, 32, suffix: name);
            model.Node("Reshape", [$"{y}_{name}_flat", y + "_split"], [$"{y}_{name}_split"])
                .Node("Transpose", [$"{y}_{name}_split"], [$"{y}_{name}"], ("perm", name == "k" ? new[] { 0, 2, 3, 1 } : [0, 2, 1, 3]));
        }

        model.Node("MatMul", [y + "_q", y + "_k"], [y + "_raw"]).Scalar(y + "_root", 2.8284271f).Node("Div", [y + "_raw", y + "_root"], [y + "_scores"]);
        string scores = y + "_scores";
        if (mask is not null)
        {
            model.Node("Add", [scores, mask], [y + "_masked"]);
            scores = y + "_masked";
        }

        model.Node("Softmax", [scores], [y + "_p"], ("axis", -1)).Node("MatMul", [y + "_p", y + "_v"], [y + "_h"])
            .Node("Transpose", [y + "_h"], [y + "_t"], ("perm", new[] { 0, 2, 1, 3 })).Node("Reshape", [y + "_t", y + "_join"], [y + "_j"]);
        Product(model, y + "_j", y + "_o", 32, 32);
        model.Node("Add", [x, y + "_o"], [y + "_r"]).Initializer(y + "_g", Random(32)).Initializer(y + "_e", Random(32))
            .Node("LayerNormalization", [y + "_r", y + "_g", y + "_e"], [y], ("axis", -1));
    }

    /// <summary>A product as ONNX Runtime's dynamic quantization writes it.</summary>
    private void Product(OnnxBuilder model, string x, string y, int k, int n, string suffix = "") => model
        .Node("DynamicQuantizeLinear", [x], [x + suffix + "_q", x + suffix + "_s", x + suffix + "_z"])
        .Initializer(y + "_w", Lowered.Random(_random, ElementType.Int8, k, n)).Scalar(y + "_wz", (sbyte)0).Scalar(y + "_ws", 0.01f).Initializer(y + "_b", Random(n))
        .Node("MatMulInteger", [x + suffix + "_q", y + "_w", x + suffix + "_z", y + "_wz"], [y + "_i"]).Node("Cast", [y + "_i"], [y + "_f"], ("to", 1))
        .Node("Mul", [x + suffix + "_s", y + "_ws"], [y + "_ss"]).Node("Mul", [y + "_f", y + "_ss"], [y + "_m"]).Node("Add", [y + "_m", y + "_b"], [y]);
}
