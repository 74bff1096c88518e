using System;
using System.Linq;
using System.Numerics;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Operators that choose or mark elements by their places, and those whose results are matrices that are known beforehand.</summary>
public sealed class SelectionTests
{
    [Fact]
    public void One_hot_counts_negative_indices_from_the_depth()
    {
        OnnxBuilder model = new OnnxBuilder()
            .Input("i", ElementType.Int64, 4)
            .Scalar("depth", 3L)
            .Initializer("values", [2], 5f, 7f)
            .Node("OneHot", ["i", "depth", "values"], ["y"], ("axis", 0))
            .Output("y");
        Importing.AssertEqual(Importing.Evaluate(model, [1, -1, 3, -4]), [3, 4], 5, 5, 5, 5, 7, 5, 5, 5, 5, 7, 5, 5);
    }

    [Theory]
    [InlineData(1, 1, new float[] { 0, 1, 2, 0, 0, 5 })]
    [InlineData(0, 0, new float[] { 0, 0, 0, 3, 4, 0 })]
    public void Triangles(int upper, long diagonal, float[] expected) => Importing.AssertEqual(
        Importing.EvaluateCounting(new OnnxBuilder()
            .Input("x", ElementType.Float32, 2, 3)
            .Scalar("k", diagonal)
            .Node("Trilu", ["x", "k"], ["y"], ("upper", upper))
            .Output("y")),
        [2, 3],
        expected);

    [Fact]
    public void Places_of_what_is_not_zero_in_a_constant() => Importing.AssertEqual(
        Importing.Evaluate(new OnnxBuilder().Initializer("x", [2, 2], 1f, 0f, 3f, 4f).Node("NonZero", ["x"], ["y"]).Output("y", ElementType.Int64)), [2, 3], 0, 1, 1, 0, 0, 1);

    [Theory]
    [InlineData(0, 0, 5, 1)]
    [InlineData(0, 1, 6, 1)]
    [InlineData(0, 0, 8, 2)]
    [InlineData(1, 0, 3, 2)]
    public void Fourier_transforms_are_sums_of_rotations(int inverse, int oneSided, int length, int parts)
    {
        const int Signal = 5;
        TensorData y = Importing.EvaluateCounting(new OnnxBuilder(opset: 20)
            .Input("x", ElementType.Float32, 1, Signal, parts)
            .Scalar("n", (long)length)
            .Scalar("axis", 1L)
            .Node("DFT", ["x", "n", "axis"], ["y"], ("inverse", inverse), ("onesided", oneSided))
            .Output("y"));

        int bins = oneSided != 0 ? (length / 2) + 1 : length;
        Assert.Equal(new Shape(1, bins, 2), y.Shape);
        for (int bin = 0; bin < bins; bin++)
        {
            Complex sum = 0;
            for (int t = 0; t < Math.Min(Signal, length); t++)
            {
                var x = new Complex(t * parts, parts == 2 ? (t * parts) + 1 : 0);
                sum += x * Complex.FromPolarCoordinates(1, (inverse != 0 ? 2 : -2) * Math.PI * bin * t / length);
            }

            sum = inverse != 0 ? sum / length : sum;
            Assert.Equal(sum.Real, y.FloatAt(2 * bin), 1e-5);
            Assert.Equal(sum.Imaginary, y.FloatAt((2 * bin) + 1), 1e-5);
        }
    }

    [Fact]
    public void Short_transforms_are_transforms_of_weighed_frames()
    {
        TensorData y = Importing.EvaluateCounting(new OnnxBuilder()
            .Input("x", ElementType.Float32, 1, 6, 1)
            .Scalar("step", 2L)
            .Initializer("window", [2], 1f, 0.5f)
            .Node("STFT", ["x", "step", "window"], ["y"])
            .Output("y"));

        // Frames (0, 1), (2, 3), (4, 5): bin 0 is a + b/2, bin 1 is a − b/2.
        Assert.Equal(new Shape(1, 3, 2, 2), y.Shape);
        Assert.Equal([0.5f, -0.5f, 3.5f, 0.5f, 6.5f, 1.5f], y.ToFloats().Where((_, i) => i % 2 == 0));
    }

    [Theory]
    [InlineData("HannWindow", new[] { 0, 0.5, 1, 0.5 })]
    [InlineData("HammingWindow", new[] { 4 / 46.0, 25 / 46.0, 1, 25 / 46.0 })]
    [InlineData("BlackmanWindow", new[] { 0, 0.34, 1, 0.34 })]
    public void Windows(string op, double[] expected)
    {
        TensorData y = Importing.Evaluate(new OnnxBuilder().Scalar("size", 4L).Node(op, ["size"], ["y"]).Output("y"));
        Assert.All(expected.Zip(y.ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Identity_matrices_follow_a_shape() => Importing.AssertEqual(
        Importing.EvaluateCounting(new OnnxBuilder().Input("x", ElementType.Float32, 2, 3).Node("EyeLike", ["x"], ["y"], ("k", 1)).Output("y")), [2, 3], 0, 1, 0, 0, 0, 1);

    [Theory]
    [InlineData("Unique")]
    [InlineData("RandomNormalLike")]
    public void What_has_no_known_shape_or_result_is_refused_with_the_reason(string op)
    {
        Problem problem = Importing.Refused(new OnnxBuilder().Input("x", ElementType.Float32, 4).Node(op, ["x"], ["y"]).Output("y"));
        Assert.Equal(ProblemKind.UnsupportedOperator, problem.Kind);
        Assert.Contains(op == "Unique" ? "depends on the data" : "chance", problem.Message, StringComparison.Ordinal);
    }
}
