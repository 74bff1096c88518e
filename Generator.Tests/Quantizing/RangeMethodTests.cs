using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Compiler.Quantizing.Ranges;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>From values to scale and zero point, with numbers worked out by hand.</summary>
public class RangeMethodTests
{
    [Fact]
    public void Min_max_covers_what_was_seen()
    {
        // scale = (3 - -1) / 255; zero point = round(0 + 1 / scale) = round(63.75).
        Quantization quantization = Choose(RangeMethod.Minmax, ElementType.UInt8, false, [-1, 0, 2], [1, 3]);
        Assert.Equal(new Quantization((float)(4.0 / 255), 64), quantization);
    }

    [Fact]
    public void Signed_codes_begin_at_their_lowest()
    {
        // round(-128 + 63.75)
        Assert.Equal(new Quantization((float)(4.0 / 255), -64), Choose(RangeMethod.Minmax, ElementType.Int8, false, [-1, 3]));
    }

    [Fact]
    public void Symmetric_signed_codes_leave_out_the_lowest()
    {
        // 6 / 254, zero point 0.
        Assert.Equal(new Quantization((float)(6.0 / 254), 0), Choose(RangeMethod.Minmax, ElementType.Int8, true, [-1, 3]));
    }

    [Fact]
    public void Symmetric_unsigned_codes_have_their_zero_in_the_middle()
    {
        // 6 / 255, zero point round(127.5) = 128.
        Assert.Equal(new Quantization((float)(6.0 / 255), 128), Choose(RangeMethod.Minmax, ElementType.UInt8, true, [-1, 3]));
    }

    [Fact]
    public void A_range_without_zero_is_widened_to_it()
    {
        Assert.Equal(new Quantization((float)(5.0 / 255), 0), Choose(RangeMethod.Minmax, ElementType.UInt8, false, [2, 5]));
        Assert.Equal(new Quantization((float)(5.0 / 255), 255), Choose(RangeMethod.Minmax, ElementType.UInt8, false, [-5, -2]));
    }

    [Fact]
    public void Sixteen_bits_have_finer_steps()
    {
        Assert.Equal(new Quantization((float)(4.0 / 65535), 16384), Choose(RangeMethod.Minmax, ElementType.UInt16, false, [-1, 3]));
    }

    [Fact]
    public void Zeros_get_a_scale_of_one()
    {
        Assert.Equal(new Quantization(1, 0), Choose(RangeMethod.Minmax, ElementType.UInt8, false, [0, 0]));
    }

    [Fact]
    public void The_moving_average_of_a_few_samples_is_their_mean()
    {
        // Minima 0, 0, 0; maxima 1, 3, 5: mean 3.
        Assert.Equal(new Quantization((float)(3.0 / 255), 0), Choose(RangeMethod.MovingAverage, ElementType.UInt8, false, [0, 1], [0, 3], [0, 5]));
    }

    [Fact]
    public void The_moving_average_of_many_samples_forgets()
    {
        var statistics = new TensorStatistics();
        double expected = 0;
        for (int n = 1; n <= 150; n++)
        {
            Assert.True(statistics.Add([0, n], new Shape(2)));
            expected += (n - expected) * Math.Max(1.0 / n, 0.01);
        }

        Assert.Equal(expected, statistics.AverageMax);
        Assert.True(statistics.AverageMax > 75.5, "Later samples weigh more than in a mean.");
    }

    [Fact]
    public void A_percentile_leaves_out_half_of_the_rest_at_either_end()
    {
        // 0 … 999 in bins of 1/2. 99 % leaves out 5 at either end: from the bin of 5 to the end of the bin of 994, 994.5; then to zero.
        var settings = new QuantizationSettings { Method = RangeMethod.Percentile, Percentile = 99 };
        TensorRange range = RangeChoice.Of(Statistics([.. Enumerable.Range(0, 1000).Select(i => (float)i)]), settings, ElementType.UInt8);
        Assert.Equal(new TensorRange(5, 994.5), range);
        Assert.Equal(new Quantization((float)(994.5 / 255), 0), ScaleRule.Of(range, ElementType.UInt8, symmetric: false));
    }

    [Fact]
    public void Entropy_keeps_all_of_a_uniform_distribution()
    {
        // Quantized evenly, a uniform distribution is itself: divergence 0 at the whole range, and the widest wins.
        float[] values = [.. Enumerable.Range(0, 2048).Select(i => i / 512f)];
        Assert.Equal(new Quantization((float)((2047 / 512.0) / 255), 0), Choose(RangeMethod.Entropy, ElementType.UInt8, false, values));
    }

    [Fact]
    public void Entropy_cuts_an_outlier_off()
    {
        float[] values = [.. Normal(20000), 40];
        Quantization quantization = Choose(RangeMethod.Entropy, ElementType.UInt8, false, values);
        Assert.InRange(quantization.Scale * 255, 4, 20);
    }

    [Fact]
    public void The_least_squared_error_keeps_a_range_whose_codes_are_exact()
    {
        // 0 … 255: every narrower range rounds or clips.
        Assert.Equal(new Quantization(1, 0), Choose(RangeMethod.Mse, ElementType.UInt8, false, [.. Enumerable.Range(0, 256).Select(i => (float)i)]));
    }

    [Fact]
    public void The_least_squared_error_trades_an_outlier_for_finer_steps()
    {
        // One value at 2 beside 100,000 in [0, 1]: at a bound of c the outlier costs (2 - c)^2 and the others 100000 (c / 255)^2 / 12 in all. The sum is least where its
        // derivative is zero: 2 - c = 0.128 c, c = 1.77.
        float[] values = [.. Enumerable.Range(0, 100000).Select(i => i / 100000f), 2];
        Quantization quantization = Choose(RangeMethod.Mse, ElementType.UInt8, false, values);
        Assert.InRange(quantization.Scale * 255, 1.72f, 1.83f);
    }

    [Fact]
    public void A_histogram_does_not_depend_on_the_order_of_its_values()
    {
        float[] values = [.. Normal(5000), 1000, -3e-7f, 1e-30f];
        Histogram inOrder = new(), reversed = new();
        foreach (float value in values)
        {
            inOrder.Add([value], value, value);
        }

        float[] back = [.. Enumerable.Reverse(values)];
        reversed.Add(back, back.Min(), back.Max());
        Assert.Equal((inOrder.Exponent, inOrder.First), (reversed.Exponent, reversed.First));
        Assert.Equal(inOrder.Counts.ToArray(), reversed.Counts.ToArray());
        Assert.Equal(values.Length, inOrder.Counts.ToArray().Sum());
        Assert.InRange(inOrder.Bins, 1, Histogram.MaxBins);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_is_not_recorded(float value)
    {
        var statistics = new TensorStatistics();
        Assert.False(statistics.Add([1, value], new Shape(2)));
        Assert.Equal(0, statistics.Samples);
    }

    private static float[] Normal(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static TensorStatistics Statistics(params float[][] samples)
    {
        var statistics = new TensorStatistics();
        foreach (float[] sample in samples)
        {
            Assert.True(statistics.Add(sample, new Shape(sample.Length)));
        }

        return statistics;
    }

    private static Quantization Choose(RangeMethod method, ElementType type, bool symmetric, params float[][] samples)
    {
        var settings = new QuantizationSettings { Method = method, SymmetricActivations = symmetric };
        return ScaleRule.Of(RangeChoice.Of(Statistics(samples), settings, type), type, symmetric);
    }
}
