using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>QuantizeLinear and DequantizeLinear become types; codes carry their quantization along.</summary>
public sealed class QuantizationImportTests
{
    private static readonly Quantization Half3 = new(0.5f, 3);

    [Fact]
    public void A_quantized_value_has_it_in_its_type()
    {
        Graph graph = Importing.Graph(Quantized().Output("q", ElementType.UInt8));

        Assert.Equal(new TensorType(ElementType.UInt8, new Shape(1, 2, 4, 4), Half3), graph.Outputs[0].Value.Type);
    }

    [Theory]
    [InlineData("MaxPool")]
    [InlineData("Reshape")]
    [InlineData("Transpose")]
    [InlineData("Slice")]
    [InlineData("Identity")]
    [InlineData("Clip")]
    [InlineData("Gather")]
    [InlineData("Cast")]
    public void Codes_that_move_keep_their_quantization(string op)
    {
        OnnxBuilder model = Quantized().Initializer<long>("l", [1], 1).Initializer<long>("shape", [1], -1).Scalar("max", (byte)127);
        model = op switch
        {
            "MaxPool" => model.Node(op, ["q"], ["y"], ("kernel_shape", new[] { 2, 2 })),
            "Reshape" => model.Node(op, ["q", "shape"], ["y"]),
            "Slice" => model.Node(op, ["q", "l", "shape", "l"], ["y"]),
            "Clip" => model.Node(op, ["q", "", "max"], ["y"]),
            "Gather" => model.Node(op, ["q", "l"], ["y"], ("axis", 1)),
            "Cast" => model.Node(op, ["q"], ["y"], ("to", 2)),
            _ => model.Node(op, ["q"], ["y"]),
        };

        Graph graph = Importing.Graph(model.Node("DequantizeLinear", ["y", "s", "z"], ["f"]).Output("f"));

        Assert.DoesNotContain(graph.Nodes, n => n.Op is Reinterpret);
        Assert.Equal(Half3, graph.Nodes.Single(n => n.Op is Dequantize).X.Type.Quantization);
    }

    [Fact]
    public void Another_reading_of_codes_is_a_reinterpretation()
    {
        Graph graph = Importing.Graph(Quantized().Scalar("s2", 0.25f).Node("DequantizeLinear", ["q", "s2", "z"], ["f"]).Output("f"));

        Assert.Equal("Quantize Reinterpret Dequantize", string.Join(" ", graph.Nodes.Select(n => n.Op.Name)));
        Assert.Equal(new Quantization(0.25f, 3), graph.Nodes[2].X.Type.Quantization);
    }

    [Fact]
    public void Equal_readings_of_an_input_share_one_value()
    {
        Graph graph = Importing.Graph(new OnnxBuilder()
            .Input("x", ElementType.UInt8, 2)
            .Scalar("s", 0.5f)
            .Node("DequantizeLinear", ["x", "s"], ["a"])
            .Node("DequantizeLinear", ["x", "s"], ["b"])
            .Node("Add", ["a", "b"], ["y"])
            .Output("y"));

        Assert.Single(graph.Nodes, n => n.Op is Reinterpret);
    }

    [Fact]
    public void ONNX_arithmetic_on_codes_takes_them_as_numbers()
    {
        Graph graph = Importing.Graph(Quantized().Node("Add", ["q", "q"], ["y"]).Output("y", ElementType.UInt8));

        Node add = graph.Nodes.Single(n => n.Op is Binary);
        Assert.All(add.Inputs, v => Assert.False(v!.Type.IsQuantized));
        Assert.False(add.Y.Type.IsQuantized);
    }

    [Theory]
    [InlineData(0, new[] { 0, 2, 1 }, 0)]
    [InlineData(1, new[] { 0, 2, 1 }, 2)]
    [InlineData(-1, new[] { 2, 0, 1 }, 0)]
    public void Channel_scales_follow_a_transpose(int axis, int[] permutation, int expected)
    {
        Graph graph = Importing.Graph(PerAxis(axis).Node("Transpose", ["q"], ["y"], ("perm", permutation)).Output("y", ElementType.Int8));

        Assert.Equal(expected, graph.Outputs[0].Value.Type.Quantization!.Axis);
    }

    [Theory]
    [InlineData(new long[] { 2, 2, 2 }, 1)]
    [InlineData(new long[] { 1, 2, 4 }, 1)]
    [InlineData(new long[] { 4, 2 }, null)]
    [InlineData(new long[] { 2, 1, 2, 2 }, 2)]
    public void Channel_scales_follow_a_reshape_when_their_axis_survives(long[] shape, int? expected)
    {
        Graph graph = Importing.Graph(PerAxis(1, first: shape[0] == 1 ? 1 : 2).Initializer("shape", [shape.Length], shape).Node("Reshape", ["q", "shape"], ["y"]).Output("y", ElementType.Int8));

        Assert.Equal(expected, graph.Outputs[0].Value.Type.Quantization?.Axis);
    }

    [Fact]
    public void One_scale_in_a_vector_is_per_tensor() => Assert.True(Importing.Graph(new OnnxBuilder()
        .Input("x", ElementType.Float32, 2, 3)
        .Initializer<float>("s", [1], 0.5f)
        .Node("QuantizeLinear", ["x", "s"], ["y"])
        .Output("y", ElementType.UInt8)).Outputs[0].Value.Type.Quantization!.IsPerTensor);

    [Fact]
    public void Without_a_zero_point_output_dtype_decides() => Assert.Equal(ElementType.Int16, Importing.Graph(new OnnxBuilder(opset: 21)
        .Input("x", ElementType.Float32, 2, 3)
        .Scalar("s", 0.5f)
        .Node("QuantizeLinear", ["x", "s"], ["y"], ("output_dtype", 5))
        .Output("y", ElementType.Int16)).Outputs[0].Value.Type.Element);

    [Fact]
    public void A_half_precision_scale_gives_half_precision_numbers()
    {
        Graph graph = Importing.Graph(new OnnxBuilder(opset: 19)
            .Input("x", ElementType.UInt8, 2)
            .Scalar("s", (Half)0.5f)
            .Node("DequantizeLinear", ["x", "s"], ["y"])
            .Output("y", ElementType.Float16));

        Assert.Equal(ElementType.Float16, graph.Outputs[0].Value.Type.Element);
    }

    [Fact]
    public void Scales_that_do_not_fit_the_axis_are_refused() => Assert.Equal(
        ProblemKind.InvalidGraph,
        Importing.Refused(new OnnxBuilder()
            .Input("x", ElementType.Float32, 2, 3)
            .Initializer<float>("s", [2], 0.5f, 1)
            .Node("QuantizeLinear", ["x", "s"], ["y"])
            .Output("y", ElementType.UInt8)).Kind);

    private static OnnxBuilder Quantized() => new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, 2, 4, 4)
        .Scalar("s", 0.5f)
        .Scalar("z", (byte)3)
        .Node("QuantizeLinear", ["x", "s", "z"], ["q"]);

    private static OnnxBuilder PerAxis(int axis, int first = 2) => new OnnxBuilder()
        .Input("x", ElementType.Float32, first, 2, first == 1 ? 4 : 2)
        .Initializer<float>("s", [2], 0.5f, 0.25f)
        .Initializer<sbyte>("z", [2], 0, 0)
        .Node("QuantizeLinear", ["x", "s", "z"], ["q"], ("axis", axis));
}
