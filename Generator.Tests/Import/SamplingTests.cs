using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Sampling by numbers that can be checked by hand.</summary>
public sealed class SamplingTests
{
    [Theory]
    [InlineData("zeros", new float[] { 0, 0.5f, 0.5f, 0 })]
    [InlineData("border", new float[] { 0, 0.5f, 1, 1 })]
    [InlineData("reflection", new float[] { 0, 0.5f, 1, 0 })]
    public void Points_beyond_the_edge_of_a_grid(string padding, float[] expected) => Importing.AssertEqual(
        Importing.Evaluate(Grid().Node("GridSample", ["x", "grid"], ["y"], ("padding_mode", padding)).Output("y"), [0, 1], [-0.5f, 0, 0, 0, 1, 0, 2.5f, 0]),
        [1, 1, 1, 4], expected);

    [Theory]
    [InlineData("nearest", 2f)]
    [InlineData("bilinear", 2.5f)]
    public void Corners_of_a_grid_may_be_centres(string mode, float between) => Importing.AssertEqual(
        Importing.Evaluate(
            Grid(5).Node("GridSample", ["x", "grid"], ["y"], ("mode", mode), ("align_corners", 1)).Output("y"), [0, 1, 2, 3, 4], [-1, 0, 1, 0, 0.5f, 0, 0.25f, 0]),
        [1, 1, 1, 4], 0, 4, 3, between);

    [Fact]
    public void Cubic_sampling_keeps_lines_straight()
    {
        TensorData y = Importing.Evaluate(
            Grid(8).Node("GridSample", ["x", "grid"], ["y"], ("mode", "bicubic"), ("align_corners", 1)).Output("y"),
            [0, 1, 2, 3, 4, 5, 6, 7], [0, 0, 1 / 7f, 0, -1 / 7f, 0, 3 / 7f, 0]);

        Assert.Equal([3.5f, 4, 3, 5], y.ToFloats().Select(v => float.Round(v, 4)));
    }

    [Theory]
    [InlineData("avg", 2.5f)]
    [InlineData("max", 1f)]
    public void A_region_of_one_bin(string mode, float expected) => Importing.AssertEqual(
        Importing.Evaluate(
            new OnnxBuilder(16).Input("x", ElementType.Float32, 1, 1, 2, 2).Initializer<float>("regions", [1, 4], 0, 0, 2, 2).Initializer<long>("images", [1], 0)
                .Node("RoiAlign", ["x", "regions", "images"], ["y"], ("mode", mode), ("sampling_ratio", mode == "avg" ? 2 : 1)).Output("y"),
            [1, 2, 3, 4]),
        [1, 1, 1, 1], expected);

    [Fact]
    public void Offsets_move_the_taps_of_a_deformable_convolution()
    {
        // A tap of weight 10 that looks one pixel to the right, then half a pixel down, then outside.
        OnnxBuilder model = new OnnxBuilder(19).Input("x", ElementType.Float32, 1, 1, 1, 3)
            .Input("offset", ElementType.Float32, 1, 2, 1, 3)
            .Initializer<float>("w", [1, 1, 1, 1], 10)
            .Initializer<float>("b", [1], 1)
            .Initializer<float>("mask", [1, 1, 1, 3], 1, 2, 3)
            .Node("DeformConv", ["x", "w", "offset", "b", "mask"], ["y"])
            .Output("y");

        Importing.AssertEqual(Importing.Evaluate(model, [1, 2, 4], [0, 0.5f, 0, 1, 0, 5]), [1, 1, 1, 3], 21, 21, 1);
    }

    [Theory]
    [InlineData(0, 5, 10)]
    [InlineData(1, 5, 9)]
    public void Positions_of_maxima_count_in_either_order(int storageOrder, float first, float second)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 2, 2, 3)
            .Node("MaxPool", ["x"], ["y", "indices"], ("kernel_shape", new[] { 2, 3 }), ("storage_order", storageOrder))
            .Output("indices", ElementType.Int64);

        Importing.AssertEqual(
            Importing.Evaluate(model, [0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 9, 0]), [1, 2, 1, 1], first, second);
    }

    private static OnnxBuilder Grid(int width = 2) =>
        new OnnxBuilder(16).Input("x", ElementType.Float32, 1, 1, 1, width).Input("grid", ElementType.Float32, 1, 1, 4, 2);
}
