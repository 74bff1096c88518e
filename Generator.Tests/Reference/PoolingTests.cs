using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class PoolingTests
{
    [Fact]
    public void The_maximum_ignores_padding()
    {
        Operand x = SBytes(new Shape(1, 1, 3), null, -5, -9, -7);
        Assert.Equal([-5, -5, -7, -7], Infer(new MaxPool(Window([2], begin: [1])), ElementType.Int8, null, x).ToLongs());
    }

    [Fact]
    public void The_maximum_of_codes_keeps_them_or_requantizes_them()
    {
        Quantization half = new(0.5f, 10);
        Operand x = Bytes(new Shape(1, 1, 2), half, 20, 30);
        Assert.Equal([30], Infer(new MaxPool(Window([2])), ElementType.UInt8, half, x).ToLongs());
        Assert.Equal([10], Infer(new MaxPool(Window([2])), ElementType.UInt8, new Quantization(1, 0), x).ToLongs());
    }

    [Fact]
    public void The_maximum_of_NaN_is_NaN()
    {
        Operand x = Floats(new Shape(1, 1, 3), 1, float.NaN, 2);
        Assert.Equal([float.NaN], Infer(new MaxPool(Window([3])), ElementType.Float32, null, x).ToFloats());
    }

    [Fact]
    public void Maxima_agree_in_both_layouts()
    {
        Operand x = RandomFloats(new Random(20), new Shape(2, 3, 7, 6));
        var pool = new MaxPool(Window([3, 2], strides: [2, 2], dilations: [1, 2], begin: [1, 0], end: [1, 1]));
        TensorData expected = Infer(pool, ElementType.Float32, null, x);
        var last = new Operand(Infer(new Transpose([0, 2, 3, 1]), ElementType.Float32, null, x));
        TensorData y = Infer(pool with { ChannelsLast = true }, ElementType.Float32, null, last);
        Assert.Equal(expected.Bytes, Infer(new Transpose([0, 3, 1, 2]), ElementType.Float32, null, new Operand(y)).Bytes);
    }

    [Theory]
    [InlineData(false, new[] { 2f, 3f, 4f })]
    [InlineData(true, new[] { 4f / 3, 3f, 8f / 3 })]
    public void An_average_counts_padding_when_told(bool includePad, float[] expected)
    {
        Operand x = Floats(new Shape(1, 1, 3), 1, 3, 5);
        Assert.Equal(expected, Infer(new AveragePool(Window([3], begin: [1]), includePad), ElementType.Float32, null, x).ToFloats());
    }

    [Fact]
    public void A_ceil_mode_window_does_not_count_what_lies_behind_the_padding()
    {
        // Windows start at -1, 2 and 5 of four pixels and one pad on each side: the last one does not exist, the second sees 2 pixels and 1 pad.
        Operand x = Floats(new Shape(1, 1, 4), 1, 2, 3, 5);
        var pool = new AveragePool(Window([4], strides: [3], begin: [1], ceil: true), CountIncludePad: true);
        Assert.Equal([6f / 4, 8f / 3], Infer(pool, ElementType.Float32, null, x).ToFloats());
    }

    [Fact]
    public void An_average_of_codes_divides_and_rounds_with_the_zero_point_inside()
    {
        // Means of 0.5 steps from an odd zero point: 3.5 rounds to 4, where rounding first would give 3.
        Operand x = Bytes(new Shape(1, 1, 3), new Quantization(1, 10), 10, 11, 14);
        Assert.Equal([4, 6], Infer(new AveragePool(Window([2]), false), ElementType.UInt8, new Quantization(1, 3), x).ToLongs());
    }

    [Fact]
    public void A_window_over_the_whole_image_is_the_global_average()
    {
        // The mean of 0.5 steps rounds before the zero point is added.
        Operand x = Bytes(new Shape(1, 1, 2), new Quantization(1, 10), 10, 11);
        Assert.Equal([3], Infer(new AveragePool(Window([2]), false), ElementType.UInt8, new Quantization(1, 3), x).ToLongs());
        Assert.Equal([3], Infer(new GlobalAveragePool(), ElementType.UInt8, new Quantization(1, 3), x).ToLongs());
    }

    [Fact]
    public void The_global_average_of_codes_sums_integers()
    {
        Quantization xq = new(0.037f, 113), yq = new(0.021f, 90);
        Operand x = RandomBytes(new Random(21), new Shape(2, 3, 7, 7), xq);
        float multiplier = 0.037f / (0.021f * 49f);
        long[] expected =
        [
            .. Enumerable.Range(0, 6).Select(channel =>
            {
                int sum = x.Data.Bytes.Skip(channel * 49).Take(49).Sum(code => code - 113);
                return (long)Math.Clamp(MathF.Round(sum * multiplier), -90, 165) + 90;
            }),
        ];
        Assert.Equal(expected, Infer(new GlobalAveragePool(), ElementType.UInt8, yq, x).ToLongs());

        var last = new Operand(Infer(new Transpose([0, 2, 3, 1]), ElementType.UInt8, xq, x), xq);
        Assert.Equal(expected, Infer(new GlobalAveragePool(ChannelsLast: true), ElementType.UInt8, yq, last).ToLongs());
    }

    [Fact]
    public void A_mean_sums_floats_in_order()
    {
        Operand x = RandomFloats(new Random(22), new Shape(3, 4, 5));
        float[] values = x.Data.ToFloats();
        float[] expected = new float[4];
        for (int j = 0; j < 4; j++)
        {
            float[] partial = new float[16];
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < 5; k++)
                {
                    partial[(i * 5) + k] = values[(((i * 4) + j) * 5) + k];
                }
            }

            for (int width = 8; width > 0; width /= 2)
            {
                for (int k = 0; k < width; k++)
                {
                    partial[k] += partial[k + width];
                }
            }

            expected[j] = partial[0] / 15;
        }

        Assert.Equal(expected, Infer(new Reduce(ReduceKind.Mean, [0, 2], KeepDims: false), ElementType.Float32, null, x).ToFloats());
        Assert.Equal(new Shape(1, 4, 1), Infer(new Reduce(ReduceKind.Mean, [0, 2], KeepDims: true), ElementType.Float32, null, x).Shape);
    }

    [Fact]
    public void A_mean_of_codes_goes_through_float()
    {
        Operand x = Bytes(new Shape(2, 2), new Quantization(0.5f, 1), 1, 3, 5, 7);
        // Means of 0.5 and 2.5 in steps of 0.25.
        Assert.Equal([2, 10], Infer(new Reduce(ReduceKind.Mean, [1], KeepDims: false), ElementType.UInt8, new Quantization(0.25f, 0), x).ToLongs());
    }
}
