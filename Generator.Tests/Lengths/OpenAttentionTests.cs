using System;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>Transformers of open length compute, at every length, what the model compiled for that length computes.</summary>
public sealed class OpenAttentionTests
{
    private readonly Random _random = new(3);

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
        using var network = new OpenNetwork(model, "tokens:1x{},mask:1x{}", "1..34");
        network.MatchesStatic(1, 2, 16, 34);
    }

    [Fact]
    public void Masks_computed_from_positions()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", "time").Input("lengths", ElementType.Int64, 1, "time")
            .Node("Shape", ["x"], ["shape"]).Scalar<long>("one", 1).Scalar<long>("zero", 0).Node("Gather", ["shape", "one"], ["n"]).Node("Range", ["zero", "n", "one"], ["range"])
            .Initializer<long>("column", [2], -1, 1).Node("Reshape", ["range", "column"], ["rows"]).Node("LessOrEqual", ["range", "rows"], ["causal"])
            .Node("Less", ["range", "lengths"], ["present"]).Node("And", ["causal", "present"], ["seen"]).Scalar("least", -1e9f).Node("Where", ["seen", "x", "least"], ["y"]).Output("y")
            .Node("Trilu", ["x"], ["low"], ("upper", 0)).Output("low");
        using var network = new OpenNetwork(model, "x:1x{}x{},lengths:1x{}", "1..24");
        network.MatchesReference(1, 24);
    }

    [Fact]
    public void Relative_positions()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 16).Initializer("table", Random(101)).Scalar<long>("one", 1).Scalar<long>("zero", 0).Scalar<long>("middle", 50)
            .Node("Shape", ["x"], ["shape"]).Node("Gather", ["shape", "one"], ["n"]).Node("Range", ["zero", "n", "one"], ["range"]).Initializer<long>("column", [2], -1, 1).Node("Reshape", ["range", "column"], ["rows"])
            .Node("Sub", ["range", "rows"], ["distance"]).Node("Add", ["distance", "middle"], ["index"]).Node("Gather", ["table", "index"], ["bias"])
            .Node("Einsum", ["x", "x"], ["scores"], ("equation", "bnd,bmd->bnm")).Node("Add", ["scores", "bias"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x{}x16", "2..40");
        network.MatchesReference(2, 40);

        // A table of one number is none.
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = "1x1..40x16" }));
        Assert.Contains("(at length 1, compared with 40)", refusal.Message, StringComparison.Ordinal);
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
