using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Linear and cubic resizing of short rows; ONNX's own tests cover the combinations.</summary>
public sealed class ResizeTests
{
    [Theory]
    [InlineData("half_pixel", new float[] { 0, 0.25f, 0.75f, 1.25f, 1.75f, 2 })]
    [InlineData("asymmetric", new float[] { 0, 0.5f, 1, 1.5f, 2, 2 })]
    [InlineData("align_corners", new float[] { 0, 0.4f, 0.8f, 1.2f, 1.6f, 2 })]
    public void Linear_doubling(string coordinates, float[] expected) =>
        AssertClose(expected, Resize([0, 1, 2], 2f, ("mode", "linear"), ("coordinate_transformation_mode", coordinates)));

    [Fact]
    public void Cubic_keeps_lines_straight_away_from_the_edges()
    {
        float[] y = Resize([0, 1, 2, 3, 4, 5, 6, 7], 2f, ("mode", "cubic"), ("cubic_coeff_a", -0.5f));

        Assert.Equal(Enumerable.Range(5, 6).Select(i => (i / 2f) - 0.25f), y.Skip(5).Take(6).Select(v => float.Round(v, 4)));
    }

    [Fact]
    public void Antialiasing_averages_what_becomes_one_pixel() =>
        AssertClose([0.714286f, 2.5f, 4.285714f], Resize([0, 1, 2, 3, 4, 5], 0.5f, ("mode", "linear"), ("antialias", 1), ("exclude_outside", 1)));

    [Fact]
    public void Without_antialiasing_two_pixels_decide() => AssertClose([0.5f, 2.5f, 4.5f], Resize([0, 1, 2, 3, 4, 5], 0.5f, ("mode", "linear")));

    [Theory]
    [InlineData("linear", new float[] { 1, 2, 3, 9 })]
    [InlineData("nearest", new float[] { 1, 2, 3, 9 })]
    public void Cropping_fills_what_lies_outside(string mode, float[] expected)
    {
        OnnxBuilder model = new OnnxBuilder(18).Input("x", ElementType.Float32, 1, 1, 1, 4)
            .Initializer<float>("roi", [2], 1 / 3f, 4 / 3f)
            .Initializer<long>("sizes", [1], 4)
            .Node("Resize", ["x", "roi", "", "sizes"], ["y"], ("mode", mode), ("axes", new[] { 3 }), ("coordinate_transformation_mode", "tf_crop_and_resize"), ("extrapolation_value", 9f))
            .Output("y");

        AssertClose(expected, Importing.Evaluate(model, [0, 1, 2, 3]).ToFloats());
    }

    [Fact]
    public void Codes_are_interpolated_as_numbers()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.UInt8, 1, 1, 1, 2)
            .Initializer<float>("scales", [4], 1, 1, 1, 2)
            .Node("Resize", ["x", "", "scales"], ["y"], ("mode", "linear"))
            .Output("y", ElementType.UInt8);

        Importing.AssertEqual(Importing.Evaluate(model, [10, 21]), [1, 1, 1, 4], 10, 12, 18, 21);
    }

    private static float[] Resize(float[] row, float scale, params (string, object)[] attributes) => Importing.Evaluate(
        new OnnxBuilder(18).Input("x", ElementType.Float32, 1, 1, 1, row.Length)
            .Initializer<float>("scales", [4], 1, 1, 1, scale)
            .Node("Resize", ["x", "", "scales"], ["y"], attributes)
            .Output("y"),
        row).ToFloats();

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
