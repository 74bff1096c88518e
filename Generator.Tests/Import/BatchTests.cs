using System;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>An open first dimension is a batch when the model treats its items alike, and fixed at 1 with a warning otherwise.</summary>
public sealed class BatchTests
{
    [Fact]
    public void A_network_of_independent_items_has_a_batch()
    {
        ImportedModel model = Importing.Import(new OnnxBuilder()
            .Input("x", ElementType.Float32, "N", 2, 4, 4)
            .Initializer<float>("w", [3, 2, 3, 3], new float[54])
            .Initializer<float>("scale", [3, 1, 1], 1, 2, 3)
            .Initializer<float>("v", [48, 5], new float[240])
            .Initializer<long>("flat", [2], 0, -1)
            .Node("Conv", ["x", "w"], ["c"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Mul", ["c", "scale"], ["m"])
            .Node("Concat", ["m", "c"], ["j"], ("axis", 1))
            .Node("Split", ["j"], ["a", "b"], ("axis", 1))
            .Node("Add", ["a", "b"], ["s"])
            .Node("Reshape", ["s", "flat"], ["f"])
            .Node("Gemm", ["f", "v"], ["g"])
            .Node("Softmax", ["g"], ["y"])
            .Output("y", ElementType.Float32, "N", 5));

        Assert.True(model.Graph.HasSymbolicBatch);
        Assert.Empty(model.Problems);
        Assert.Equal(new Shape(1, 2, 4, 4), model.Graph.Inputs[0].Shape);
        Assert.Equal(new Shape(1, 5), model.Graph.Outputs[0].Value.Shape);
    }

    [Fact]
    public void Attention_multiplies_items_of_both_operands() => AssertBatch(true, Input("N", 2, 3)
        .Node("Transpose", ["x"], ["t"], ("perm", new[] { 0, 2, 1 }))
        .Node("MatMul", ["x", "t"], ["y"]));

    [Theory]
    [InlineData("ConvTranspose", 2)]
    [InlineData("Conv", 1)]
    public void Convolutions_that_consist_of_other_operators_treat_items_alike(string op, int stride)
    {
        AssertBatch(true, Input("N", 2, 5, 4).Initializer<float>("w", [2, 2, 3, 2], new float[24]).Node(op, ["x", "w"], ["y"], ("strides", new[] { stride, stride })));
        AssertBatch(true, Input("N", 2, 5, 4, 3).Initializer<float>("w", [2, 2, 3, 2, 1], new float[24]).Node(op, ["x", "w"], ["y"], ("strides", new[] { stride, stride, 1 })));
    }

    [Theory]
    [InlineData("MaxPool")]
    [InlineData("AveragePool")]
    [InlineData("LpPool")]
    public void Pools_over_volumes_treat_items_alike(string op) =>
        AssertBatch(true, Input("N", 2, 3, 4, 5).Node(op, ["x"], ["y"], ("kernel_shape", new[] { 2, 2, 2 })));

    [Theory]
    [InlineData("nearest")]
    [InlineData("linear")]
    [InlineData("cubic")]
    public void Images_are_resized_one_by_one(string mode) =>
        AssertBatch(true, Input("N", 2, 3, 4).Initializer<float>("scales", [4], 1, 1, 2, 1.5f).Node("Resize", ["x", "", "scales"], ["y"], ("mode", mode)));

    [Fact]
    public void Items_have_grids_of_their_own() =>
        AssertBatch(true, Input("N", 2, 3, 4).Input("grid", ElementType.Float32, "N", 5, 6, 2).Node("GridSample", ["x", "grid"], ["y"]));

    [Fact]
    public void The_shape_of_the_input_may_be_asked_for() => AssertBatch(true, Input("N", 2, 3)
        .Scalar("zero", 0L)
        .Initializer<long>("axes", [1], 0)
        .Initializer<long>("rest", [1], -1)
        .Node("Shape", ["x"], ["shape"])
        .Node("Gather", ["shape", "zero"], ["n"])
        .Node("Unsqueeze", ["n", "axes"], ["n1"])
        .Node("Concat", ["n1", "rest"], ["target"], ("axis", 0))
        .Node("Reshape", ["x", "target"], ["y"]));

    [Fact]
    public void Rows_merged_into_the_batch_stay_together() => AssertBatch(true, Input("N", 2, 3)
        .Initializer<long>("merged", [2], -1, 3)
        .Initializer<long>("apart", [3], -1, 2, 3)
        .Initializer<float>("w", [3, 3], new float[9])
        .Node("Reshape", ["x", "merged"], ["m"])
        .Node("MatMul", ["m", "w"], ["p"])
        .Node("Reshape", ["p", "apart"], ["y"]));

    [Fact]
    public void Looking_up_items_in_a_table_is_item_by_item() => AssertBatch(true, new OnnxBuilder()
        .Input("x", ElementType.Int64, "N", 4)
        .Initializer<float>("table", [10, 2], new float[20])
        .Node("Gather", ["table", "x"], ["y"]));

    [Fact]
    public void A_hard_coded_first_dimension_fixes_the_batch() => AssertFixed("Reshape", Input("N", 2, 3)
        .Initializer<long>("shape", [2], 1, -1)
        .Node("Reshape", ["x", "shape"], ["y"]));

    [Fact]
    public void A_hard_coded_size_fixes_the_batch() => AssertFixed("Reshape", Input("N", 2, 3)
        .Initializer<long>("shape", [2], 1, 6)
        .Node("Reshape", ["x", "shape"], ["y"]));

    [Fact]
    public void A_softmax_over_items_fixes_the_batch() => AssertFixed("Softmax", Input("N", 3).Node("Softmax", ["x"], ["y"], ("axis", 0)));

    [Fact]
    public void A_mean_over_items_fixes_the_batch() => AssertFixed("Mean", Input("N", 3)
        .Node("ReduceMean", ["x"], ["m"], ("axes", new[] { 0 }))
        .Node("Sub", ["x", "m"], ["y"]));

    [Fact]
    public void A_transpose_of_items_fixes_the_batch() => AssertFixed("Transpose", Input("N", 1, 3)
        .Node("Transpose", ["x"], ["t"], ("perm", new[] { 1, 0, 2 }))
        .Node("Relu", ["t"], ["r"])
        .Node("Transpose", ["r"], ["y"], ("perm", new[] { 1, 0, 2 })));

    [Fact]
    public void A_product_that_sums_over_items_fixes_the_batch() => AssertFixed("MatMul", Input("N", 3)
        .Initializer<float>("w", [5, 1], 1, 2, 3, 4, 5)
        .Node("MatMul", ["w", "x"], ["y"]));

    [Fact]
    public void Reversing_items_fixes_the_batch() => AssertFixed("Slice", Input("N", 3)
        .Initializer<long>("start", [1], -1)
        .Initializer<long>("end", [1], long.MinValue)
        .Initializer<long>("axis", [1], 0)
        .Node("Slice", ["x", "start", "end", "axis", "start"], ["y"]));

    [Fact]
    public void A_number_computed_from_the_batch_fixes_it() => AssertFixed("constant", Input("N", 3)
        .Scalar("zero", 0L)
        .Node("Shape", ["x"], ["shape"])
        .Node("Gather", ["shape", "zero"], ["n"])
        .Node("Cast", ["n"], ["nf"], ("to", 1))
        .Node("Div", ["x", "nf"], ["y"]));

    [Fact]
    public void An_input_without_batch_fixes_it() => AssertFixed("'state'", Input("N", 3)
        .Input("state", ElementType.Float32, 1, 3)
        .Node("Add", ["x", "state"], ["y"]));

    [Fact]
    public void A_result_for_all_items_fixes_the_batch() => AssertFixed("ReduceMean", Input("N", 3).Node("ReduceMean", ["x"], ["y"]));

    [Fact]
    public void A_declared_output_fixes_the_batch()
    {
        ImportedModel model = Importing.Import(Input("N", 3).Node("Relu", ["x"], ["y"]).Output("y", ElementType.Float32, 1, 3));

        Assert.False(model.Graph.HasSymbolicBatch);
        Assert.Equal(ProblemKind.FixedBatch, Assert.Single(model.Problems).Kind);
    }

    [Fact]
    public void A_fixed_first_dimension_is_no_batch() => AssertBatch(false, Input(4, 3).Node("Relu", ["x"], ["y"]));

    private static OnnxBuilder Input(params Dim[] shape) => new OnnxBuilder().Input("x", ElementType.Float32, shape);

    private static void AssertBatch(bool expected, OnnxBuilder builder)
    {
        ImportedModel model = Importing.Import(builder.Output("y"));

        Assert.Empty(model.Problems);
        Assert.Equal(expected, model.Graph.HasSymbolicBatch);
    }

    private static void AssertFixed(string reason, OnnxBuilder builder)
    {
        ImportedModel model = Importing.Import(builder.Output("y"));

        Assert.False(model.Graph.HasSymbolicBatch);
        Problem problem = Assert.Single(model.Problems);
        Assert.Equal(ProblemKind.FixedBatch, problem.Kind);
        Assert.NotEqual(ProblemSeverity.Error, problem.Severity);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, model.Graph.Inputs[0].Shape[0]);
    }
}
