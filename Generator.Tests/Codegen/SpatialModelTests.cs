using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Models of one spatial operator through the whole compiler: bits of the reference, and integer kernels where the model is quantized.</summary>
public sealed class SpatialModelTests
{
    private readonly Random _random = new(3);

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(4, 2, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 3, 0)]
    public void Transposed_convolutions_of_codes_are_integer_convolutions(int kernel, int stride, int pad)
    {
        Graph graph = Quantized(
            [1, 5, 6, 4],
            model => Weights(model, [5, 7, kernel, kernel], axis: 1)
                .Node("ConvTranspose", ["dx", "dw", "db"], ["f"], ("strides", new[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad })));

        AssertIntegers<Conv>(graph);
        AssertGenerated(graph);
    }

    [Fact]
    public void Volumes_of_codes_are_integer_convolutions()
    {
        Graph graph = Quantized(
            [1, 4, 5, 6, 7],
            model => Weights(model, [6, 4, 3, 3, 3], axis: 0).Node("Conv", ["dx", "dw", "db"], ["f"], ("pads", Enumerable.Repeat(1, 6).ToArray()), ("strides", new[] { 2, 1, 2 })));

        AssertIntegers<Conv>(graph);
        AssertGenerated(graph);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("cubic")]
    public void Resizes_between_codes(string mode) => AssertGenerated(Quantized(
        [1, 3, 5, 6],
        model => model.Initializer<float>("scales", [4], 1, 1, 2, 1.5f).Node("Resize", ["dx", "", "scales"], ["f"], ("mode", mode))));

    [Fact]
    public void Convolutions_of_floats() => AssertGenerated(Lower(new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, 4, 5, 6)
        .Input("volume", ElementType.Float32, 1, 2, 4, 5, 6)
        .Input("weights", ElementType.Float32, 6, 2, 3, 3)
        .Initializer("w", Lowered.Random(_random, ElementType.Float32, 4, 3, 4, 4))
        .Initializer("v", Lowered.Random(_random, ElementType.Float32, 3, 2, 2, 3, 2))
        .Node("ConvTranspose", ["x", "w"], ["a"], ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Conv", ["volume", "v"], ["b"])
        .Node("Conv", ["x", "weights"], ["c"], ("group", 2), ("pads", new[] { 1, 0, 1, 2 }))
        .Node("LpPool", ["x"], ["d"], ("kernel_shape", new[] { 3, 2 }))
        .Node("MaxPool", ["volume"], ["e"], ("kernel_shape", new[] { 2, 2, 2 }))
        .Node("AveragePool", ["volume"], ["f"], ("kernel_shape", new[] { 3, 2, 2 }))
        .Output("a").Output("b").Output("c").Output("d").Output("e").Output("f")));

    [Theory]
    [InlineData("linear", 2f, 2f)]
    [InlineData("cubic", 0.6f, 3f)]
    public void Resizes_of_floats_in_and_around_images(string mode, float height, float width) => AssertGenerated(Lower(new OnnxBuilder(18)
        .Input("x", ElementType.Float32, 1, 9, 7, 6)
        .Initializer<float>("scales", [4], 1, 1, height, width)
        .Initializer("w", Lowered.Random(_random, ElementType.Float32, 20, 9, 1, 1))
        .Initializer("v", Lowered.Random(_random, ElementType.Float32, 5, 20, 1, 1))
        .Node("Resize", ["x", "", "scales"], ["a"], ("mode", mode), ("antialias", 1))
        .Node("Conv", ["x", "w"], ["c"])
        .Node("Resize", ["c", "", "scales"], ["r"], ("mode", mode))
        .Node("Conv", ["r", "v"], ["b"])
        .Output("a").Output("b")));

    [Fact]
    public void A_tensor_with_more_axes_than_kernels_walk_is_refused()
    {
        Graph graph = Lower(new OnnxBuilder().Input("x", ElementType.Float32, 2, 2, 2, 2, 2, 2, 2, 2, 2).Node("Transpose", ["x"], ["y"]).Output("y"));

        Assert.Equal(ProblemKind.UnsupportedType, Assert.Throws<ModelException>(() => Lowered.Compile(graph)).Problems[0].Kind);
    }

    /// <summary>Operators that only move codes, or compare them, keep codes between Dequantize and Quantize.</summary>
    [Theory]
    [InlineData("Pad")]
    [InlineData("DepthToSpace")]
    [InlineData("SpaceToDepth")]
    [InlineData("MaxPool")]
    [InlineData("MaxPool3d")]
    [InlineData("GlobalMaxPool")]
    [InlineData("Resize")]
    [InlineData("CenterCropPad")]
    public void Movement_between_codes_moves_codes(string op)
    {
        Graph graph = op switch
        {
            "Pad" => Moved([1, 4, 6, 8], m => m.Initializer<long>("pads", [8], 0, 0, 1, 2, 0, 0, 3, 1).Node("Pad", ["dx", "pads"], ["f"], ("mode", "reflect"))),
            "DepthToSpace" or "SpaceToDepth" => Moved([1, 4, 6, 8], m => m.Node(op, ["dx"], ["f"], ("blocksize", 2))),
            "MaxPool" => Moved([1, 4, 6, 8], m => m.Node(op, ["dx"], ["f"], ("kernel_shape", new[] { 2, 2 }), ("ceil_mode", 1))),
            "MaxPool3d" => Moved([1, 4, 6, 8, 3], m => m.Node("MaxPool", ["dx"], ["f"], ("kernel_shape", new[] { 2, 2, 2 }), ("pads", new[] { 1, 0, 1, 0, 1, 0 }))),
            "GlobalMaxPool" => Moved([1, 4, 6, 8, 3], m => m.Node(op, ["dx"], ["f"])),
            "Resize" => Moved([1, 4, 6, 8], m => m.Initializer<float>("scales", [4], 1, 1, 2, 0.5f).Node(op, ["dx", "", "scales"], ["f"])),
            _ => Moved([1, 4, 6, 8], m => m.Initializer<long>("shape", [2], 9, 3).Node(op, ["dx", "shape"], ["f"], ("axes", new[] { 2, 3 }))),
        };

        Assert.DoesNotContain(graph.Nodes, n => n.Outputs.Any(y => y.Type.Element.IsFloat()));
        AssertGenerated(graph);
    }

    /// <summary>y = Q(op(DQ(x))) for codes x; the model gets the operator from dx to f.</summary>
    private static Graph Quantized(int[] x, Func<OnnxBuilder, OnnxBuilder> op) => Lower(op(new OnnxBuilder()
            .Input("x", ElementType.UInt8, x.Select(size => (Dim)size).ToArray())
            .Scalar("sx", 0.02f)
            .Scalar("zx", (byte)117)
            .Scalar("sy", 0.05f)
            .Scalar("zy", (byte)131)
            .Node("DequantizeLinear", ["x", "sx", "zx"], ["dx"]))
        .Node("QuantizeLinear", ["f", "sy", "zy"], ["y"])
        .Output("y", ElementType.UInt8));

    /// <summary>The same with one quantization before and after.</summary>
    private static Graph Moved(int[] x, Func<OnnxBuilder, OnnxBuilder> op) => Lower(op(new OnnxBuilder(18)
            .Input("x", ElementType.Int8, x.Select(size => (Dim)size).ToArray())
            .Scalar("s", 0.02f)
            .Scalar("z", (sbyte)-17)
            .Node("DequantizeLinear", ["x", "s", "z"], ["dx"]))
        .Node("QuantizeLinear", ["f", "s", "z"], ["y"])
        .Output("y", ElementType.Int8));

    /// <summary>Weights with a scale per output channel and a bias in the accumulators' scales.</summary>
    private OnnxBuilder Weights(OnnxBuilder model, int[] shape, int axis)
    {
        int channels = shape[axis];
        float[] scales = [.. Enumerable.Range(1, channels).Select(c => 0.001f * c)];
        return model.Initializer("w", Lowered.Random(_random, ElementType.Int8, shape))
            .Initializer("sw", [channels], scales)
            .Initializer("b", [channels], Enumerable.Range(0, channels).Select(c => (c * 331) - 900).ToArray())
            .Initializer("sb", [channels], scales.Select(s => 0.02f * s).ToArray())
            .Node("DequantizeLinear", ["w", "sw"], ["dw"], ("axis", axis))
            .Node("DequantizeLinear", ["b", "sb"], ["db"], ("axis", 0));
    }

    private static Graph Lower(OnnxBuilder model)
    {
        Graph graph = OnnxImporter.Import(model.Source(), new CompilerOptions("Test")).Graph;
        Pipeline.Run(graph);
        return graph;
    }

    private static void AssertIntegers<T>(Graph graph)
        where T : Operator
    {
        List<Node> nodes = [.. graph.Nodes.Where(n => n.Op is T)];
        Assert.NotEmpty(nodes);
        Assert.All(nodes, n => Assert.True(n.X.Type.IsQuantized && n.Y.Type.IsQuantized, n.ToString()));
        Assert.DoesNotContain(graph.Nodes, n => n.Outputs.Any(y => y.Type.Element.IsFloat()));
    }

    private void AssertGenerated(Graph graph) =>
        Lowered.AssertMatchesReference(graph, [.. graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
