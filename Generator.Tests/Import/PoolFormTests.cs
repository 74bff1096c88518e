using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Pools that consist of other operators.</summary>
public sealed class PoolFormTests
{
    private static readonly int[] Two = [2, 2, 2];

    [Theory]
    [InlineData("MaxPool", 13f)]
    [InlineData("AveragePool", 6.5f)]
    public void Volumes(string op, float expected) => Importing.AssertEqual(
        Importing.EvaluateCounting(Volume(1, 2, 3, 3, 3).Node(op, ["x"], ["y"], ("kernel_shape", Two), ("strides", Two)).Output("y")),
        [1, 2, 1, 1, 1], expected, expected + 27);

    [Fact]
    public void Averages_over_volumes_count_the_pixels_they_see() => Importing.AssertEqual(
        Importing.EvaluateCounting(Volume(1, 1, 1, 1, 2)
            .Node("AveragePool", ["x"], ["y"], ("kernel_shape", Two), ("pads", new[] { 1, 1, 1, 0, 0, 0 })).Output("y")),
        [1, 1, 1, 1, 2], 0, 0.5f);

    [Theory]
    [InlineData(1, new float[] { 3, 7 })]
    [InlineData(2, new float[] { 2.236068f, 5 })]
    [InlineData(3, new float[] { 2.080084f, 4.497941f })]
    public void Norms_of_windows(int p, float[] expected)
    {
        TensorData y = Importing.Evaluate(
            Volume(1, 1, 4).Node("LpPool", ["x"], ["y"], ("kernel_shape", new[] { 2 }), ("strides", new[] { 2 }), ("p", p)).Output("y"), [1, -2, -3, 4]);

        Assert.All(expected.Zip(y.ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Norms_of_images() => Importing.AssertEqual(
        Importing.Evaluate(Volume(1, 2, 1, 2).Node("GlobalLpPool", ["x"], ["y"]).Output("y"), [3, -4, 0, 5]), [1, 2, 1, 1], 5, 5);

    [Fact]
    public void A_window_of_a_norm_may_hang_over_the_end() => Importing.AssertEqual(
        Importing.Evaluate(
            new OnnxBuilder(18).Input("x", ElementType.Float32, 1, 1, 3)
                .Node("LpPool", ["x"], ["y"], ("kernel_shape", new[] { 2 }), ("strides", new[] { 2 }), ("p", 1), ("ceil_mode", 1)).Output("y"),
            [1, 2, 4]),
        [1, 1, 2], 3, 4);

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 5)]
    public void Maxima_return_to_their_places(bool shaped, int width)
    {
        OnnxBuilder model = Volume(1, 1, 1, 4)
            .Initializer<long>("shape", [4], 1, 1, 1, 5)
            .Node("MaxPool", ["x"], ["m", "i"], ("kernel_shape", new[] { 1, 2 }), ("strides", new[] { 1, 2 }))
            .Node("MaxUnpool", shaped ? ["m", "i", "shape"] : ["m", "i"], ["y"], ("kernel_shape", new[] { 1, 2 }), ("strides", new[] { 1, 2 }))
            .Output("y");

        Importing.AssertEqual(Importing.Evaluate(model, [1, 2, 4, 3]), [1, 1, 1, width], [.. new float[] { 0, 2, 4, 0, 0 }[..width]]);
    }

    [Fact]
    public void Signed_bytes_have_a_maximum()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Int8, 1, 1, 4)
            .Node("MaxPool", ["x"], ["y"], ("kernel_shape", new[] { 2 }), ("strides", new[] { 2 })).Output("y", ElementType.Int8);

        Importing.AssertEqual(Importing.Evaluate(model, [-128, -3, 5, -1]), [1, 1, 2], -3, 5);
    }

    [Fact]
    public void Crops_and_pads_keep_the_centre() => Importing.AssertEqual(
        Importing.EvaluateCounting(new OnnxBuilder(18).Input("x", ElementType.Float32, 4, 1)
            .Initializer<long>("shape", [2], 2, 4).Node("CenterCropPad", ["x", "shape"], ["y"]).Output("y")),
        [2, 4], 0, 1, 0, 0, 0, 2, 0, 0);

    [Theory]
    [InlineData(0, new float[] { -0.5f, 0, 0.5f, 0 })]
    [InlineData(1, new float[] { -1, 0, 1, 0 })]
    public void Affine_grids_list_points(int alignCorners, float[] expected) => Importing.AssertEqual(
        Importing.Evaluate(
            new OnnxBuilder(20).Input("theta", ElementType.Float32, 1, 2, 3)
                .Initializer<long>("size", [4], 1, 1, 1, 2)
                .Node("AffineGrid", ["theta", "size"], ["y"], ("align_corners", alignCorners)).Output("y"),
            [1, 0, 0, 0, 1, 0]),
        [1, 1, 2, 2], expected);

    private static OnnxBuilder Volume(params int[] shape) => new OnnxBuilder().Input("x", ElementType.Float32, shape.Select(size => (Dim)size).ToArray());
}
