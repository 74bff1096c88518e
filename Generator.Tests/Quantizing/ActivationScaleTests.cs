using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Scales and zero points of activations in the written file, with numbers worked out by hand.</summary>
public sealed class ActivationScaleTests
{
    /// <summary>y = x · w; x is what the tests look at.</summary>
    private static readonly byte[] Product = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 4)
        .Initializer("w", [4, 2], 1f, -2f, 3f, -4f, 5f, -6f, 7f, -8f).Node("MatMul", ["x", "w"], ["y"]).Output("y", ElementType.Float32, 1, 2).Build();

    private static readonly (string, TensorStatistics) Result = ("y", WrittenFile.Seen([-64, 64]));

    /// <summary>scale = (h - l) / 255 or / 65535 and zero point = round(lowest code - l / scale), of the range widened to 0; symmetric: 2 max(-l, h) over the steps in use.</summary>
    [Theory]
    // -(-1) / (4 / 255) = 63.75 and / (4 / 65535) = 16383.75
    [InlineData(ElementType.UInt8, false, -1, 3, 4.0 / 255, 64)]
    [InlineData(ElementType.Int8, false, -1, 3, 4.0 / 255, -64)]
    [InlineData(ElementType.UInt16, false, -1, 3, 4.0 / 65535, 16384)]
    [InlineData(ElementType.Int16, false, -1, 3, 4.0 / 65535, -16384)]
    // [-3, 3]: signed codes leave out the lowest, unsigned ones have their zero at 127.5, rounded to even.
    [InlineData(ElementType.UInt8, true, -1, 3, 6.0 / 255, 128)]
    [InlineData(ElementType.Int8, true, -1, 3, 3.0 / 127, 0)]
    [InlineData(ElementType.UInt16, true, -1, 3, 6.0 / 65535, 32768)]
    [InlineData(ElementType.Int16, true, -1, 3, 3.0 / 32767, 0)]
    // Only positive: [0, 5]
    [InlineData(ElementType.UInt8, false, 2, 5, 5.0 / 255, 0)]
    [InlineData(ElementType.Int8, false, 2, 5, 5.0 / 255, -128)]
    [InlineData(ElementType.UInt16, false, 2, 5, 5.0 / 65535, 0)]
    [InlineData(ElementType.Int16, false, 2, 5, 5.0 / 65535, -32768)]
    [InlineData(ElementType.UInt8, true, 2, 5, 10.0 / 255, 128)]
    [InlineData(ElementType.Int8, true, 2, 5, 5.0 / 127, 0)]
    [InlineData(ElementType.Int16, true, 2, 5, 5.0 / 32767, 0)]
    // Only negative: [-5, 0]
    [InlineData(ElementType.UInt8, false, -5, -2, 5.0 / 255, 255)]
    [InlineData(ElementType.Int8, false, -5, -2, 5.0 / 255, 127)]
    [InlineData(ElementType.UInt16, false, -5, -2, 5.0 / 65535, 65535)]
    [InlineData(ElementType.Int16, false, -5, -2, 5.0 / 65535, 32767)]
    [InlineData(ElementType.Int8, true, -5, -2, 5.0 / 127, 0)]
    // One value, 0.25: [0, 0.25]
    [InlineData(ElementType.UInt8, false, 0.25f, 0.25f, 0.25 / 255, 0)]
    [InlineData(ElementType.Int8, true, 0.25f, 0.25f, 0.25 / 127, 0)]
    // Zeros could have any scale, and get 1.
    [InlineData(ElementType.UInt8, false, 0, 0, 1.0, 0)]
    [InlineData(ElementType.Int8, false, 0, 0, 1.0, 0)]
    [InlineData(ElementType.UInt8, true, 0, 0, 1.0, 128)]
    [InlineData(ElementType.Int16, true, 0, 0, 1.0, 0)]
    // So do ranges whose scale would be denormal: 1e-36 / 255 < 2^-126 = 1.2e-38; 1e-35 / 255 = 3.9e-38 is a scale.
    [InlineData(ElementType.UInt8, false, 0, 1e-36f, 1.0, 0)]
    [InlineData(ElementType.UInt8, false, 0, 1e-35f, 1e-35f / 255.0, 0)]
    // An outlier takes the range with it: -0.5 is a tenth of a step, and 1000 the last one.
    [InlineData(ElementType.UInt8, false, -0.5f, 1000, 1000.5 / 255, 0)]
    public void Of_the_extremes(ElementType element, bool symmetric, float low, float high, double scale, int zeroPoint)
    {
        foreach (ModelFormat format in System.Enum.GetValues<ModelFormat>())
        {
            var settings = new QuantizationSettings { Method = RangeMethod.Minmax, Activations = element, SymmetricActivations = symmetric, Format = format };
            WrittenFile file = WrittenFile.Of(Product, settings, ("x", WrittenFile.Seen([low, high])), Result);
            Assert.Equal(((float)scale, zeroPoint, element), file.Activation("x"));
        }
    }

    /// <summary>Of samples [0, 1], [-2, 3] and [-1, 8].</summary>
    [Theory]
    // [-2, 8]: -(-2) / (10 / 255) = 51
    [InlineData(RangeMethod.Minmax, 10.0 / 255, 51)]
    // Means of the extremes: [-1, 4], 51 as well.
    [InlineData(RangeMethod.MovingAverage, 5.0 / 255, 51)]
    public void Of_several_samples(RangeMethod method, double scale, int zeroPoint)
    {
        WrittenFile file = WrittenFile.Of(Product, new QuantizationSettings { Method = method }, ("x", WrittenFile.Seen([0, 1], [-2, 3], [-1, 8])), Result);
        Assert.Equal(((float)scale, zeroPoint, ElementType.UInt8), file.Activation("x"));
    }

    /// <summary>
    /// 1000 values in bins of 1 from -500 on: 99 % leaves out 5 at either end, which is from -495 to 495, and 100 % nothing. -(-495) / (990 / 255) and -(-500) / (1000 / 255) are 127.5.
    /// </summary>
    [Theory]
    [InlineData(99, 990.0 / 255)]
    [InlineData(100, 1000.0 / 255)]
    public void Of_percentiles(double percentile, double scale)
    {
        long[] counts = new long[1000];
        System.Array.Fill(counts, 1);
        var statistics = new TensorStatistics(-500, 500, -500, 500, new Histogram(0, -500, counts), null);
        WrittenFile file = WrittenFile.Of(Product, new QuantizationSettings { Method = RangeMethod.Percentile, Percentile = percentile }, ("x", statistics), Result);
        Assert.Equal(((float)scale, 128, ElementType.UInt8), file.Activation("x"));
    }

    /// <summary>
    /// 256 bins of 1/16 in [0, 16]: in the lower half one value and three values take turns, the last bin holds one more. Cut at 8, each of the 128 levels is a bin and only the outlier in the last of them costs:
    /// about 4/257 ln(4/3) - 1/257 = 0.0006. At 16 a level is a pair of bins, and each quarter of values that is spread evenly over two costs: 64/257 (ln(1/2) + 3 ln(3/2)) = 0.13; between the two
    /// lie levels of one bin and of two.
    /// </summary>
    [Fact]
    public void Of_the_least_divergence()
    {
        long[] counts = new long[256];
        for (int i = 0; i < 128; i++)
        {
            counts[i] = i % 2 == 0 ? 1 : 3;
        }

        counts[255] = 1;
        var statistics = new TensorStatistics(0, 16, 0, 16, new Histogram(-4, 0, counts), null);
        WrittenFile file = WrittenFile.Of(Product, new QuantizationSettings { Method = RangeMethod.Entropy }, ("x", statistics), Result);
        Assert.Equal(((float)(8.0 / 255), 0, ElementType.UInt8), file.Activation("x"));
    }

    /// <summary>
    /// 100,000 values at each of 0.5, 1.5 … 126.5 and one at 254.5. Up to 127.5, half of what was seen, steps of 1/2 meet them all, and the outlier costs (254.5 - 127.5)^2 = 16,129. A larger step s misses by s^2 / 12 on
    /// the average, 260,000 and more in all; a smaller range cuts off 100,000 values at 126.5 by up to half a percent of 255 a time.
    /// </summary>
    [Fact]
    public void Of_the_least_squared_error()
    {
        long[] counts = new long[255];
        System.Array.Fill(counts, 100_000, 0, 127);
        counts[254] = 1;
        var statistics = new TensorStatistics(0, 255, 0, 255, new Histogram(0, 0, counts), null);
        WrittenFile file = WrittenFile.Of(Product, new QuantizationSettings { Method = RangeMethod.Mse }, ("x", statistics), Result);
        Assert.Equal((0.5f, 0, ElementType.UInt8), file.Activation("x"));
    }

    /// <summary>A softmax covers [0, 1] whatever was seen; kernels multiply by ⌊1 / scale⌋, which is 255, 127 and 255 for these scales, and would be 254 for 1/255 as a float.</summary>
    [Theory]
    [InlineData(ElementType.UInt8, false, 1024.0 / 261121, 0)]
    [InlineData(ElementType.Int8, false, 1024.0 / 261121, -128)]
    [InlineData(ElementType.UInt8, true, 1024.0 / 130049, 128)]
    [InlineData(ElementType.Int8, true, 1024.0 / 130049, 0)]
    public void Of_a_softmax(ElementType element, bool symmetric, double scale, int zeroPoint)
    {
        byte[] model = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 4).Node("Softmax", ["x"], ["y"]).Output("y", ElementType.Float32, 1, 4).Build();
        var settings = new QuantizationSettings { Activations = element, SymmetricActivations = symmetric };
        WrittenFile file = WrittenFile.Of(model, settings, ("x", WrittenFile.Seen([-1, 1])), ("y", WrittenFile.Seen([0.2f, 0.4f])));
        (float actual, long zero, _) = file.Activation("y");
        Assert.Equal(((float)scale, (long)zeroPoint), (actual, zero));
        Assert.Equal(127 - (element == ElementType.UInt8 ? zero - 128 : zero), (long)(1f / actual));
    }
}
