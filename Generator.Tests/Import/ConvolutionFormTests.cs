using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Every form of a convolution, however it is decomposed, against its definition.</summary>
public sealed class ConvolutionFormTests
{
    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 40));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolutions_of_constant_and_of_computed_weights(int seed)
    {
        var random = new Random(seed);
        int axes = 1 + (seed % 3), group = 1 + random.Next(3), channels = 1 + random.Next(2);
        int[] kernel = Some(random, axes, 1, 3), strides = Some(random, axes, 1, 3), dilations = Some(random, axes, 1, 2);
        int[] begin = Some(random, axes, 0, 2), end = Some(random, axes, 0, 2), spatial = Some(random, axes, 5, 7);
        int[] x = [1 + random.Next(2), group * channels, .. spatial], w = [group * (1 + random.Next(3)), channels, .. kernel];
        int[] output = [.. spatial.Select((size, i) => ((size + begin[i] + end[i] - ((kernel[i] - 1) * dilations[i]) - 1) / strides[i]) + 1)];
        var direct = new DirectConvolution(x, w, group, strides, dilations, begin, output);
        float[] xs = Numbers(random, x), ws = Numbers(random, w), bias = Numbers(random, [w[0]]);
        double[] expected = AddBias(direct.Convolve(xs, ws), bias, direct.Shape(transposed: false));
        (string, object)[] attributes =
            [("strides", strides), ("dilations", dilations), ("group", group), ("pads", begin.Concat(end).ToArray())];

        OnnxBuilder constant = Input("x", x).Initializer("w", w, ws).Initializer("b", [w[0]], bias).Node("Conv", ["x", "w", "b"], ["y"], attributes).Output("y");
        AssertClose(expected, direct.Shape(transposed: false), Importing.Evaluate(constant, xs));

        OnnxBuilder computed = Input("x", x).Input("w", ElementType.Float32, Dims(w)).Initializer("b", [w[0]], bias)
            .Node("Conv", ["x", "w", "b"], ["y"], attributes).Output("y");
        AssertClose(expected, direct.Shape(transposed: false), Importing.Evaluate(computed, xs, ws));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Transposed_convolutions(int seed)
    {
        var random = new Random(seed);
        int axes = 1 + (seed % 3), group = 1 + random.Next(3);
        int[] kernel = Some(random, axes, 1, 4), strides = Some(random, axes, 1, 3), dilations = Some(random, axes, 1, 3), spatial = Some(random, axes, 2, 4);
        int[] extra = [.. strides.Select(s => random.Next(s))];
        int[] whole = [.. spatial.Select((size, i) => (strides[i] * (size - 1)) + extra[i] + ((kernel[i] - 1) * dilations[i]) + 1)];
        int[] begin = [.. whole.Select(size => random.Next(Math.Min(size, 4)))];
        int[] end = [.. whole.Select((size, i) => random.Next(Math.Min(size - begin[i], 4)))];
        int[] x = [1 + random.Next(2), group * (1 + random.Next(2)), .. spatial], w = [x[1], 1 + random.Next(3), .. kernel];
        var direct = new DirectConvolution(x, w, group, strides, dilations, begin, [.. whole.Select((size, i) => size - begin[i] - end[i])]);
        float[] xs = Numbers(random, x), ws = Numbers(random, w), bias = Numbers(random, [w[1] * group]);
        double[] expected = AddBias(direct.Transpose(xs, ws), bias, direct.Shape(transposed: true));

        OnnxBuilder model = Input("x", x).Initializer("w", w, ws).Initializer("b", [w[1] * group], bias)
            .Node("ConvTranspose", ["x", "w", "b"], ["y"], ("strides", strides), ("dilations", dilations), ("group", group), ("pads", begin.Concat(end).ToArray()), ("output_padding", extra))
            .Output("y");

        AssertClose(expected, direct.Shape(transposed: true), Importing.Evaluate(model, xs));
    }

    [Fact]
    public void Columns_become_images()
    {
        // Two blocks of 1×2 that overlap in one pixel, for two channels.
        OnnxBuilder model = new OnnxBuilder(18).Input("x", ElementType.Float32, 1, 4, 2)
            .Initializer<long>("image", [2], 1, 3)
            .Initializer<long>("block", [2], 1, 2)
            .Node("Col2Im", ["x", "image", "block"], ["y"])
            .Output("y");

        Importing.AssertEqual(Importing.Evaluate(model, [1, 2, 10, 20, 3, 4, 30, 40]), [1, 2, 1, 3], 1, 12, 20, 3, 34, 40);
    }

    [Theory]
    [InlineData("SAME_UPPER", 11, 0)]
    [InlineData("SAME_LOWER", 11, 1)]
    [InlineData("SAME_UPPER", 10, 1)]
    public void Automatic_pads_of_transposed_convolutions_changed_sides(string pad, int opset, int begin)
    {
        OnnxBuilder model = new OnnxBuilder(opset).Input("x", ElementType.Float32, 1, 1, 2)
            .Initializer<float>("w", [1, 1, 3], 1, 10, 100)
            .Node("ConvTranspose", ["x", "w"], ["y"], ("strides", new[] { 2 }), ("auto_pad", pad))
            .Output("y");
        float[] whole = [1, 10, 102, 20, 200];

        Importing.AssertEqual(Importing.Evaluate(model, [1, 2]), [1, 1, 4], whole[begin..(begin + 4)]);
    }

    private static double[] AddBias(double[] y, float[] bias, int[] shape)
    {
        int pixels = shape[2..].Aggregate(1, (product, size) => product * size);
        return [.. y.Select((value, i) => value + bias[i / pixels % shape[1]])];
    }

    private static void AssertClose(double[] expected, int[] shape, TensorData actual)
    {
        Assert.Equal(new Shape(shape), actual.Shape);
        float[] values = actual.ToFloats();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) < 1e-4, $"[{i}] is {values[i]} instead of {expected[i]}");
        }
    }

    private static OnnxBuilder Input(string name, int[] shape) => new OnnxBuilder().Input(name, ElementType.Float32, Dims(shape));

    private static Dim[] Dims(int[] shape) => [.. shape.Select(size => (Dim)size)];

    private static int[] Some(Random random, int count, int least, int most) => [.. Enumerable.Range(0, count).Select(_ => random.Next(least, most + 1))];

    private static float[] Numbers(Random random, int[] shape) =>
        [.. Enumerable.Range(0, shape.Aggregate(1, (product, size) => product * size)).Select(_ => (random.NextSingle() * 2) - 1)];
}
