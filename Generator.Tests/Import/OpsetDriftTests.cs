using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Operators whose form changed between operator sets mean the same in each.</summary>
public sealed class OpsetDriftTests
{
    [Fact]
    public void Clip_bounds()
    {
        OnnxBuilder attributes = Input(6, 2).Node("Clip", ["x"], ["y"], ("min", 0f), ("max", 6f)).Output("y");
        OnnxBuilder operands = Input(11, 2).Scalar("low", 0f).Scalar("high", 6f).Node("Clip", ["x", "low", "high"], ["y"]).Output("y");
        OnnxBuilder half = Input(11, 2).Scalar("high", 6f).Node("Clip", ["x", "", "high"], ["y"]).Output("y");

        Assert.Equal(new Clip(0, 6), Importing.Graph(attributes).Nodes[0].Op);
        Assert.Equal(new Clip(0, 6), Importing.Graph(operands).Nodes[0].Op);
        Assert.Equal(new Clip(float.MinValue, 6), Importing.Graph(half).Nodes[0].Op);
    }

    [Fact]
    public void Clip_bounds_behind_dequantization() => Assert.Equal(
        new Clip(float.MinValue, 6),
        Importing.Graph(Input(13, 2)
            .Scalar("code", (byte)12)
            .Scalar("s", 0.5f)
            .Node("DequantizeLinear", ["code", "s"], ["high"])
            .Node("Clip", ["x", "", "high"], ["y"])
            .Output("y")).Nodes.Single(n => n.Op is Clip).Op);

    [Fact]
    public void Clip_bounds_at_run_time() => Importing.AssertEqual(
        Importing.Evaluate(
            Input(13, 3).Input("low", ElementType.Float32).Input("high", ElementType.Float32).Node("Clip", ["x", "low", "high"], ["y"]).Output("y"),
            [-5, 0, 5], [-1], [2]),
        [3], -1, 0, 2);

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Squeeze_and_Unsqueeze_axes(int opset)
    {
        OnnxBuilder model = Input(opset, 1, 3, 1);
        model = opset < 13
            ? model.Node("Squeeze", ["x"], ["s"], ("axes", new[] { -1 })).Node("Unsqueeze", ["s"], ["y"], ("axes", new[] { 0, -1 }))
            : model.Initializer<long>("a", [1], -1).Initializer<long>("b", [2], 0, -1).Node("Squeeze", ["x", "a"], ["s"]).Node("Unsqueeze", ["s", "b"], ["y"]);

        Assert.Equal(new Shape(1, 1, 3, 1), Importing.Graph(model.Output("y")).Outputs[0].Value.Shape);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void Slice_bounds(int opset)
    {
        OnnxBuilder model = Input(opset, 2, 5);
        model = opset < 10
            ? model.Node("Slice", ["x"], ["y"], ("starts", new[] { -3L }), ("ends", new[] { long.MaxValue }), ("axes", new[] { 1 }))
            : model.Initializer<long>("s", [1], -3).Initializer<long>("e", [1], long.MaxValue).Initializer<long>("a", [1], 1).Node("Slice", ["x", "s", "e", "a"], ["y"]);

        Importing.AssertEqual(Importing.EvaluateCounting(model.Output("y")), [2, 3], 2, 3, 4, 7, 8, 9);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(18)]
    public void Pad_amounts(int opset)
    {
        OnnxBuilder model = Input(opset, 1, 2);
        model = opset switch
        {
            10 => model.Node("Pad", ["x"], ["y"], ("pads", new[] { 0, 1, 0, 2 }), ("value", 9f)),
            11 => model.Initializer<long>("p", [4], 0, 1, 0, 2).Scalar("v", 9f).Node("Pad", ["x", "p", "v"], ["y"]),
            _ => model.Initializer<long>("p", [2], 1, 2).Scalar("v", 9f).Initializer<long>("a", [1], -1).Node("Pad", ["x", "p", "v", "a"], ["y"]),
        };

        Importing.AssertEqual(Importing.EvaluateCounting(model.Output("y")), [1, 5], 9, 0, 1, 9, 9);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Split_sizes(int opset)
    {
        OnnxBuilder model = Input(opset, 5);
        model = opset < 13
            ? model.Node("Split", ["x"], ["a", "y"], ("split", new[] { 2, 3 }))
            : model.Initializer<long>("s", [2], 2, 3).Node("Split", ["x", "s"], ["a", "y"]);

        Importing.AssertEqual(Importing.EvaluateCounting(model.Output("y")), [3], 2, 3, 4);
    }

    [Fact]
    public void Split_into_a_number_of_parts() => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(18, 5).Node("Split", ["x"], ["a", "b", "y"], ("num_outputs", 3)).Output("y")), [1], 4);

    [Theory]
    [InlineData(13)]
    [InlineData(18)]
    public void ReduceMean_axes(int opset)
    {
        OnnxBuilder model = Input(opset, 2, 2);
        model = opset < 18
            ? model.Node("ReduceMean", ["x"], ["y"], ("axes", new[] { -1 }), ("keepdims", 0))
            : model.Initializer<long>("a", [1], -1).Node("ReduceMean", ["x", "a"], ["y"], ("keepdims", 0));

        Importing.AssertEqual(Importing.EvaluateCounting(model.Output("y")), [2], 0.5f, 2.5f);
    }

    [Theory]
    [InlineData(0, new int[] { 1, 1 })]
    [InlineData(1, new int[] { 2, 2 })]
    public void ReduceMean_without_axes(int noop, int[] shape) => Assert.Equal(
        new Shape(shape),
        Importing.Graph(Input(18, 2, 2).Node("ReduceMean", ["x"], ["y"], ("noop_with_empty_axes", noop)).Output("y")).Outputs[0].Value.Shape);

    [Theory]
    [InlineData(12, "Reshape Softmax Reshape")]
    [InlineData(13, "Softmax")]
    public void Softmax_axes(int opset, string operators) => Assert.Equal(
        operators, Importing.Operators(Input(opset, 2, 3, 4).Node("Softmax", ["x"], ["y"], ("axis", 1)).Output("y")));

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Upsample_scales(int opset)
    {
        OnnxBuilder model = Input(opset, 1, 1, 1, 2);
        model = opset < 9
            ? model.Node("Upsample", ["x"], ["y"], ("scales", new[] { 1f, 1, 1, 2 }))
            : model.Initializer<float>("s", [4], 1, 1, 1, 2).Node("Upsample", ["x", "s"], ["y"]);

        Importing.AssertEqual(Importing.EvaluateCounting(model.Output("y")), [1, 1, 1, 4], 0, 0, 1, 1);
    }

    [Theory]
    [InlineData(7, "spatial")]
    [InlineData(9, null)]
    [InlineData(15, null)]
    public void BatchNormalization_for_inference(int opset, string? attribute)
    {
        OnnxBuilder Model(int value) => Input(opset, 1, 1, 2)
            .Initializer<float>("scale", [1], 2)
            .Initializer<float>("bias", [1], 1)
            .Initializer<float>("mean", [1], 0.5f)
            .Initializer<float>("variance", [1], 4)
            .Node(
                "BatchNormalization", ["x", "scale", "bias", "mean", "variance"], ["y"],
                attribute is null ? [("epsilon", 0f)] : [("epsilon", 0f), ("momentum", 0.9f), (attribute, value)])
            .Output("y");

        Importing.AssertEqual(Importing.EvaluateCounting(Model(attribute == "spatial" ? 1 : 0)), [1, 1, 2], 0.5f, 1.5f);
        if (attribute is not null)
        {
            Assert.Equal(ProblemKind.UnsupportedAttribute, Importing.Refused(Model(0)).Kind);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dropout_is_left_out_unless_it_trains(bool training)
    {
        OnnxBuilder model = Input(13, 2).Scalar("ratio", 0.5f).Scalar("training", training).Node("Dropout", ["x", "ratio", "training"], ["d"]).Node("Relu", ["d"], ["y"]).Output("y");

        if (training)
        {
            Assert.Equal(ProblemKind.UnsupportedAttribute, Importing.Refused(model).Kind);
        }
        else
        {
            Assert.Equal("Relu", Importing.Operators(model));
        }
    }

    private static OnnxBuilder Input(int opset, params int[] shape) =>
        new OnnxBuilder(opset).Input("x", ElementType.Float32, shape.Select(d => (Dim)d).ToArray());
}
