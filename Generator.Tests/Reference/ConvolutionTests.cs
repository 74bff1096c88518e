using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class ConvolutionTests
{
    private static readonly Quantization Unit = new(1, 0);

    [Fact]
    public void A_padded_average_of_ones_counts_the_pixels_in_sight()
    {
        var conv = new Conv { Window = Window([3, 3], begin: [1, 1]) };
        Operand ones = Floats(new Shape(1, 1, 3, 3), [.. Enumerable.Repeat(1f, 9)]);
        Assert.Equal([4f, 6, 4, 6, 9, 6, 4, 6, 4], Infer(conv, ElementType.Float32, null, ones, ones).ToFloats());
    }

    [Fact]
    public void Strides_dilations_and_asymmetric_pads_place_the_taps()
    {
        // Output i sees inputs 2i-1 and 2i+1 of 1 2 3 4 5, with weights 10 and 1.
        var conv = new Conv { Window = Window([2], strides: [2], dilations: [2], begin: [1], end: [1]) };
        Operand x = Floats(new Shape(1, 1, 5), 1, 2, 3, 4, 5);
        Operand w = Floats(new Shape(1, 1, 2), 10, 1);
        Assert.Equal([2f, 24, 40], Infer(conv, ElementType.Float32, null, x, w).ToFloats());
    }

    [Fact]
    public void Sums_run_over_kernel_rows_columns_then_channels_and_the_bias_comes_last()
    {
        var random = new Random(3);
        Operand x = RandomFloats(random, new Shape(1, 4, 3, 3)), w = RandomFloats(random, new Shape(1, 4, 2, 2)), bias = Floats(new Shape(1), 0.3f);
        float[] xs = x.Data.ToFloats(), ws = w.Data.ToFloats();
        float sum = 0;
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 2; column++)
            {
                for (int c = 0; c < 4; c++)
                {
                    sum = MathF.FusedMultiplyAdd(xs[(((c * 3) + row) * 3) + column], ws[(((c * 2) + row) * 2) + column], sum);
                }
            }
        }

        Assert.Equal(sum + 0.3f, Infer(new Conv { Window = Window([2, 2]) }, ElementType.Float32, null, x, w, bias).ToFloats()[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Both_layouts_give_the_same_bits(int group)
    {
        var random = new Random(4);
        Operand x = RandomFloats(random, new Shape(2, 4, 5, 4)), w = RandomFloats(random, new Shape(8, 4 / group, 3, 2)), bias = RandomFloats(random, new Shape(8));
        var conv = new Conv { Window = Window([3, 2], strides: [2, 1], begin: [1, 0], end: [0, 1]), Group = group };
        TensorData expected = Infer(conv, ElementType.Float32, null, x, w, bias);
        var last = new Operand(Infer(new Transpose([0, 2, 3, 1]), ElementType.Float32, null, x));
        TensorData y = Infer(conv with { ChannelsLast = true }, ElementType.Float32, null, last, w, bias);
        Assert.Equal(expected.Bytes, Infer(new Transpose([0, 3, 1, 2]), ElementType.Float32, null, new Operand(y)).Bytes);
    }

    [Fact]
    public void Groups_are_convolutions_of_their_own()
    {
        Operand x = Floats(new Shape(1, 2, 1), 3, 5);
        Operand w = Floats(new Shape(4, 1, 1), 1, 10, 100, 1000);
        Assert.Equal([3f, 30, 500, 5000], Infer(new Conv { Window = Window([1]), Group = 2 }, ElementType.Float32, null, x, w).ToFloats());
    }

    [Fact]
    public void A_volume_of_depth_1_is_an_image()
    {
        var random = new Random(5);
        Operand x = RandomFloats(random, new Shape(1, 2, 4, 4)), w = RandomFloats(random, new Shape(3, 2, 3, 3));
        TensorData image = Infer(new Conv { Window = Window([3, 3]) }, ElementType.Float32, null, x, w);
        TensorData volume = Infer(
            new Conv { Window = Window([1, 3, 3]) }, ElementType.Float32, null,
            new Operand(x.Data.Reshaped(new Shape(1, 2, 1, 4, 4))), new Operand(w.Data.Reshaped(new Shape(3, 2, 1, 3, 3))));
        Assert.Equal(image.Bytes, volume.Bytes);
    }

    [Fact]
    public void Float_output_takes_the_activation() =>
        Assert.Equal(
            [0f, 6, 3],
            Infer(
                new Conv { Window = Window([1]), Activation = new FloatClamp(0, 6) }, ElementType.Float32, null,
                Floats(new Shape(1, 1, 3), -1, 9, 3), Floats(new Shape(1, 1, 1), 1)).ToFloats());

    /// <summary>Pairs of 255 × -128 leave int16, which saturating instructions get wrong.</summary>
    [Fact]
    public void Extreme_codes_accumulate_exactly()
    {
        Operand x = Bytes(new Shape(1, 1, 4), Unit, 255, 255, 255, 255);
        Operand w = SBytes(new Shape(1, 1, 4), Unit, -128, -128, -128, -127);
        Assert.Equal([-(255f * 511)], Infer(new Conv { Window = Window([4]) }, ElementType.Float32, null, x, w).ToFloats());
    }

    [Fact]
    public void Accumulators_wrap()
    {
        Operand x = Bytes(new Shape(1, 1, 1), Unit, 1), w = SBytes(new Shape(1, 1, 1), Unit, 1);
        TensorData y = Infer(new Conv { Window = Window([1]) }, ElementType.Float32, null, x, w, Ints(new Shape(1), int.MaxValue));
        Assert.Equal([(float)int.MinValue], y.ToFloats());
    }

    [Theory]
    [InlineData(1, 10)]    // 0.5 steps
    [InlineData(3, 12)]    // 1.5
    [InlineData(5, 12)]    // 2.5
    [InlineData(-3, 8)]
    [InlineData(10_000, 255)]
    [InlineData(-10_000, 0)]
    public void Requantization_rounds_ties_to_even_then_adds_the_zero_point_and_saturates(int accumulator, int code)
    {
        Operand x = Bytes(new Shape(1, 1, 1), Unit, 0), w = SBytes(new Shape(1, 1, 1), Unit, 0);
        TensorData y = Infer(new Conv { Window = Window([1]) }, ElementType.UInt8, new Quantization(2, 10), x, w, Ints(new Shape(1), accumulator));
        Assert.Equal([code], y.ToLongs());
    }

    [Fact]
    public void Requantization_rounds_the_accumulator_to_float()
    {
        // 2^24 + 1 becomes 2^24, so that the result is the tie 2.5, which rounds to 2, and not just above it.
        Operand x = Bytes(new Shape(1, 1, 1), new Quantization(MathF.Pow(2, -24), 0), 0), w = SBytes(new Shape(1, 1, 1), new Quantization(2.5f, 0), 0);
        TensorData y = Infer(new Conv { Window = Window([1]) }, ElementType.UInt8, Unit, x, w, Ints(new Shape(1), (1 << 24) + 1));
        Assert.Equal([2], y.ToLongs());
    }

    [Fact]
    public void The_clamp_is_in_output_codes()
    {
        var conv = new Conv { Window = Window([1]), Clamp = new Clamp(10, 20) };
        Operand x = Bytes(new Shape(1, 1, 3), Unit, 0, 100, 5), w = SBytes(new Shape(1, 1, 1), Unit, 1);
        Assert.Equal([10, 20, 15], Infer(conv, ElementType.UInt8, new Quantization(1, 10), x, w).ToLongs());
    }

    [Fact]
    public void Padding_holds_the_zero_point()
    {
        var random = new Random(6);
        var zeroAt77 = new Quantization(0.5f, 77);
        Operand x = RandomBytes(random, new Shape(1, 2, 3, 3), zeroAt77), w = RandomSBytes(random, new Shape(2, 2, 3, 3), new Quantization(0.01f, 5));
        TensorData expected = Infer(new Conv { Window = Window([3, 3], begin: [1, 1]) }, ElementType.UInt8, new Quantization(0.7f, 90), x, w);
        var padded = new Operand(Infer(new Pad([0, 0, 1, 1], [0, 0, 1, 1], PadMode.Constant, 0), ElementType.UInt8, zeroAt77, x), zeroAt77);
        Assert.Equal(expected.Bytes, Infer(new Conv { Window = Window([3, 3]) }, ElementType.UInt8, new Quantization(0.7f, 90), padded, w).Bytes);
    }

    [Fact]
    public void Each_channel_has_its_scale_and_zero_point()
    {
        Operand x = Bytes(new Shape(1, 1, 1), new Quantization(0.5f, 3), 13);
        Operand w = SBytes(new Shape(2, 1, 1), new Quantization([1f, 0.25f], [0, 2], axis: 0), 4, 10);
        TensorData y = Infer(new Conv { Window = Window([1]) }, ElementType.Int8, new Quantization(2, -1), x, w);
        // 10*4*0.5*1/2 = 10 and 10*8*0.5*0.25/2 = 5.
        Assert.Equal([9, 4], y.ToLongs());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_residual_is_the_separate_addition(bool residualFirst)
    {
        var random = new Random(7);
        Quantization middle = new(0.11f, 120), other = new(0.07f, 131), result = new(0.13f, 118);
        Operand x = RandomBytes(random, new Shape(1, 8, 6, 6), new Quantization(0.02f, 128));
        Operand w = RandomSBytes(random, new Shape(8, 8, 1, 1), new Quantization(0.015f, 0));
        Operand r = RandomBytes(random, new Shape(1, 8, 6, 6), other);
        var conv = new Conv { Window = Window([1, 1]), Clamp = new Clamp(120, 255) };

        var product = new Operand(Infer(conv, ElementType.UInt8, middle, x, w), middle);
        var add = new Binary(BinaryKind.Add) { Clamp = new Clamp(100, 250) };
        TensorData expected = residualFirst ? Infer(add, ElementType.UInt8, result, r, product) : Infer(add, ElementType.UInt8, result, product, r);

        Conv fused = conv with { Residual = new Residual(ElementType.UInt8, middle, new Clamp(100, 250), residualFirst) };
        Assert.Equal(expected.Bytes, Infer(fused, ElementType.UInt8, result, x, w, null, r).Bytes);
        Assert.Equal(expected.Bytes, Infer(fused, ElementType.UInt8, result, x, w, r).Bytes);
    }

    [Fact]
    public void Float_output_of_codes_multiplies_then_adds()
    {
        var random = new Random(8);
        Operand x = RandomBytes(random, new Shape(1, 3, 4), new Quantization(0.0371f, 100));
        Operand w = RandomSBytes(random, new Shape(2, 3, 1), new Quantization([0.0113f, 0.017f], [0, 0], axis: 0));
        Operand bias = Floats(new Shape(2), 0.1f, -0.7f);
        float[] y = Infer(new Conv { Window = Window([1]) }, ElementType.Float32, null, x, w, bias).ToFloats();
        for (int i = 0; i < y.Length; i++)
        {
            int m = i / 4;
            int sum = Enumerable.Range(0, 3).Sum(c => ((int)x.Data.IntegerAt((c * 4) + (i % 4)) - 100) * (int)w.Data.IntegerAt((m * 3) + c));
            float scaled = sum * (0.0371f * w.Quantization!.ScaleOf(m));
            Assert.Equal(scaled + bias.Data.ToFloats()[m], y[i]);
        }
    }

    [Fact]
    public void Codes_and_reals_agree_within_one_step()
    {
        var random = new Random(9);
        Quantization yq = new(0.31f, 120);
        Operand x = RandomBytes(random, new Shape(1, 8, 5, 5), new Quantization(0.02f, 128));
        Operand w = RandomSBytes(random, new Shape(4, 8, 3, 3), new Quantization([0.01f, 0.02f, 0.015f, 0.005f], [0, 1, -3, 0], axis: 0));
        var conv = new Conv { Window = Window([3, 3], begin: [1, 1]) };
        long[] codes = Infer(conv, ElementType.UInt8, yq, x, w).ToLongs();
        long[] rounded = Infer(conv, ElementType.UInt8, yq, Dequantized(x), Dequantized(w)).ToLongs();
        Assert.All(codes.Zip(rounded), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
        Assert.True(codes.Distinct().Count() > 20);
    }

    [Fact]
    public void Codes_of_16_bits_go_through_float()
    {
        var x = new Operand(TensorData.From<short>(ElementType.Int16, new Shape(1, 1, 2), [1000, -30000]), new Quantization(0.01f, 0));
        Operand w = SBytes(new Shape(1, 1, 1), new Quantization(0.5f, 0), 100);
        Assert.Equal([500, -15000], Infer(new Conv { Window = Window([1]) }, ElementType.Int16, Unit, x, w).ToLongs());
    }
}
