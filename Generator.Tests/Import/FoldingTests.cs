using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>What depends on constants and shapes only is computed while the model is imported.</summary>
public sealed class FoldingTests
{
    /// <summary>PyTorch's export: the bias is truncated to int32, its zero point made from a shape, and every parameter cast.</summary>
    [Fact]
    public void The_bias_of_PyTorch_is_folded()
    {
        Graph graph = Importing.Graph(new OnnxBuilder(opset: 13)
            .Input("x", ElementType.UInt8, 1, 1, 2, 2)
            .Scalar("sx64", 0.5)
            .Scalar("zx", (byte)0)
            .Initializer<sbyte>("w", [2, 1, 1, 1], 1, -1)
            .Initializer<float>("sw", [2], 0.5f, 0.25f)
            .Initializer<sbyte>("zw", [2], 0, 0)
            .Initializer<float>("b", [2], 0.9f, -0.9f)
            .Node("Cast", ["sx64"], ["sx"], ("to", 1))
            .Node("Mul", ["sw", "sx"], ["sb"])
            .Node("Div", ["b", "sb"], ["bq"])
            .Node("Cast", ["bq"], ["bi"], ("to", 6))
            .Node("Shape", ["sb"], ["sbShape"])
            .Node("ConstantOfShape", ["sbShape"], ["zb"], ("value", TensorData.Ints(new Shape(1), 0)))
            .Node("DequantizeLinear", ["x", "sx", "zx"], ["xf"])
            .Node("DequantizeLinear", ["w", "sw", "zw"], ["wf"], ("axis", 0))
            .Node("DequantizeLinear", ["bi", "sb", "zb"], ["bf"], ("axis", 0))
            .Node("Conv", ["xf", "wf", "bf"], ["y"])
            .Output("y"));

        Node conv = graph.Nodes.Single(n => n.Op is Conv);
        Value bias = conv.Inputs[2]!.Producer!.X;
        // 0.9 / 0.25 = 3.6 and -0.9 / 0.125 = -7.2 lose their fractions.
        Assert.Equal([3, -7], bias.Data!.ToInts());
        Assert.Equal(new Quantization([0.25f, 0.125f], [0, 0], 0), bias.Type.Quantization);
    }

    /// <summary>tf2onnx without a given range: the scale of a weight is computed in the graph from the weight.</summary>
    [Fact]
    public void A_scale_computed_from_a_constant_is_folded()
    {
        Graph graph = Importing.Graph(new OnnxBuilder(opset: 13)
            .Input("x", ElementType.Float32, 1, 4)
            .Initializer<float>("w", [4, 1], -1, 0.5f, 2.54f, 0)
            .Scalar("one", 127f)
            .Node("ReduceMax", ["w"], ["max"], ("keepdims", 0))
            .Node("ReduceMin", ["w"], ["min"], ("keepdims", 0))
            .Node("Neg", ["min"], ["negated"])
            .Node("Max", ["max", "negated"], ["limit"])
            .Node("Div", ["limit", "one"], ["scale"])
            .Node("Shape", ["scale"], ["shape"])
            .Node("ConstantOfShape", ["shape"], ["zero"], ("value", TensorData.From<sbyte>(ElementType.Int8, new Shape(1), [0])))
            .Node("QuantizeLinear", ["w", "scale", "zero"], ["wq"])
            .Node("DequantizeLinear", ["wq", "scale", "zero"], ["wf"])
            .Node("MatMul", ["x", "wf"], ["y"])
            .Output("y"));

        Assert.Equal("Dequantize MatMul", string.Join(" ", graph.Nodes.Select(n => n.Op.Name)));
        Value weight = graph.Nodes[0].X;
        Assert.Equal([-50, 25, 127, 0], weight.Data!.ToInts());
        Assert.Equal(2.54f / 127f, weight.Type.Quantization!.Scale);
    }

    [Fact]
    public void A_dequantized_constant_stays_an_operator() => Assert.Equal(
        "Dequantize Add",
        Importing.Operators(new OnnxBuilder()
            .Input("x", ElementType.Float32, 2)
            .Initializer<sbyte>("c", [2], 1, 2)
            .Scalar("s", 0.5f)
            .Node("DequantizeLinear", ["c", "s"], ["cf"])
            .Node("Add", ["x", "cf"], ["y"])
            .Output("y")));

    /// <summary>PyTorch's x.view(x.size(0), -1).</summary>
    [Fact]
    public void A_shape_computed_from_an_input_is_folded()
    {
        Graph graph = Importing.Graph(new OnnxBuilder()
            .Input("x", ElementType.Float32, 2, 3, 4)
            .Scalar("zero", 0L)
            .Initializer<long>("rest", [1], -1)
            .Initializer<long>("axes", [1], 0)
            .Node("Shape", ["x"], ["shape"])
            .Node("Gather", ["shape", "zero"], ["n"])
            .Node("Unsqueeze", ["n", "axes"], ["n1"])
            .Node("Concat", ["n1", "rest"], ["target"], ("axis", 0))
            .Node("Reshape", ["x", "target"], ["y"])
            .Output("y"));

        Assert.Equal(new Shape(2, 12), Assert.Single(graph.Nodes).Y.Shape);
    }

    [Theory]
    [InlineData(0, null, new long[] { 2, 3, 4 })]
    [InlineData(1, null, new long[] { 3, 4 })]
    [InlineData(-1, null, new long[] { 4 })]
    [InlineData(0, -1, new long[] { 2, 3 })]
    [InlineData(-10, 10, new long[] { 2, 3, 4 })]
    [InlineData(2, 1, new long[0])]
    public void Shape_takes_a_part(int start, int? end, long[] expected)
    {
        (string, object)[] attributes = end is { } e ? [("start", start), ("end", e)] : [("start", start)];

        AssertFolds(expected, new OnnxBuilder().Input("x", ElementType.Float32, 2, 3, 4).Node("Shape", ["x"], ["y"], attributes));
    }

    [Fact]
    public void Size_counts_elements() => AssertFolds([24], new OnnxBuilder().Input("x", ElementType.Float32, 2, 3, 4).Node("Size", ["x"], ["y"]));

    [Fact]
    public void Range_steps_down() => AssertFolds(
        [10, 7, 4], new OnnxBuilder().Scalar("a", 10L).Scalar("b", 3L).Scalar("d", -3L).Node("Range", ["a", "b", "d"], ["y"]));

    [Fact]
    public void Where_and_Equal_replace_minus_one() => AssertFolds(
        [2, 8, 4],
        new OnnxBuilder()
            .Initializer<long>("shape", [3], 2, -1, 4)
            .Scalar("open", -1L)
            .Scalar("value", 8L)
            .Node("Equal", ["shape", "open"], ["isOpen"])
            .Node("Where", ["isOpen", "value", "shape"], ["y"]));

    [Theory]
    [InlineData(0, new long[] { 1, 2, -2 })]
    [InlineData(1, new long[] { 1, -1, 1 })]
    public void Mod_takes_the_sign_of_the_divisor_or_with_fmod_of_the_dividend(int fmod, long[] expected) => AssertFolds(
        expected,
        new OnnxBuilder()
            .Initializer<long>("a", [3], 7, -7, 7)
            .Initializer<long>("b", [3], 3, 3, -3)
            .Node("Mod", ["a", "b"], ["y"], ("fmod", fmod)));

    [Fact]
    public void Reductions_fold_along_axes() => AssertFolds(
        [6, 120],
        new OnnxBuilder()
            .Initializer<long>("a", [2, 3], 1, 2, 3, 4, 5, 6)
            .Node("ReduceProd", ["a"], ["y"], ("axes", new[] { -1 }), ("keepdims", 0)));

    [Fact]
    public void Integer_arithmetic_is_exact() => AssertFolds(
        [(1L << 60) + 1],
        new OnnxBuilder().Scalar("a", 1L << 60).Scalar("b", 1L).Node("Add", ["a", "b"], ["y"]));

    [Fact]
    public void What_only_constants_can_do_is_refused_at_run_time()
    {
        Problem problem = Importing.Refused(new OnnxBuilder()
            .Input("x", ElementType.Float32, 2)
            .Input("limit", ElementType.Float32)
            .Scalar("one", 1f)
            .Node("Range", ["one", "limit", "one"], ["y"])
            .Output("y"));

        Assert.Equal(ProblemKind.SymbolicShape, problem.Kind);
    }

    [Fact]
    public void A_constant_of_absurd_size_is_refused()
    {
        Problem problem = Importing.Refused(new OnnxBuilder()
            .Initializer<long>("shape", [2], 1 << 30, 1 << 30)
            .Node("ConstantOfShape", ["shape"], ["y"])
            .Output("y"));

        Assert.Equal(ProblemKind.UnsupportedAttribute, problem.Kind);
    }

    private static void AssertFolds(long[] expected, OnnxBuilder model)
    {
        Graph graph = Importing.Graph(model.Output("y", ElementType.Int64));

        Assert.Empty(graph.Nodes);
        Assert.Equal(expected, graph.Outputs[0].Value.Data!.ToLongs());
    }
}
