using System;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class ConversionTests
{
    [Fact]
    public void Cast_of_floats_truncates_and_saturates()
    {
        Operand x = Floats(new Shape(5), 2.9f, -2.9f, 3e9f, float.NegativeInfinity, float.NaN);
        Assert.Equal([2, -2, int.MaxValue, int.MinValue, 0], Infer(new Cast(), ElementType.Int32, null, x).ToLongs());
    }

    [Fact]
    public void Cast_of_integers_wraps() =>
        Assert.Equal([0x78, 255], Infer(new Cast(), ElementType.UInt8, null, Longs(new Shape(2), 0x12345678, -1)).ToLongs());

    [Fact]
    public void Cast_to_bool_asks_for_zero() =>
        Assert.Equal([1, 0, 1], Infer(new Cast(), ElementType.Bool, null, Floats(new Shape(3), 0.25f, 0, float.NaN)).ToLongs());

    [Fact]
    public void Cast_to_half_rounds_to_the_nearest()
    {
        var x = new Operand(TensorData.From<double>(ElementType.Float64, new Shape(2), [1 + Math.Pow(2, -11), 1 + Math.Pow(2, -11) + Math.Pow(2, -20)]));
        TensorData y = Infer(new Cast(), ElementType.Float16, null, x);
        Assert.Equal([1f, 1 + MathF.Pow(2, -10)], y.ToFloats());
    }

    [Fact]
    public void Cast_keeps_codes_as_they_are() =>
        Assert.Equal([200], Infer(new Cast(), ElementType.Int32, null, Bytes(new Shape(1), new Quantization(0.5f, 128), 200)).ToLongs());

    [Fact]
    public void Reinterpret_shifts_the_bytes() =>
        Assert.Equal([-128, 0, 127], Infer(new Reinterpret(128), ElementType.Int8, null, Bytes(new Shape(3), null, 0, 128, 255)).ToLongs());

    [Fact]
    public void Lookup_reads_codes_as_unsigned_bytes()
    {
        byte[] table = new byte[256];
        table[0xFF] = 7;
        Assert.Equal([7, 0], Infer(new Lookup(table), ElementType.UInt8, null, SBytes(new Shape(2), null, -1, 1)).ToLongs());
    }

    [Theory]
    [InlineData(0.25f, 0)]   // 0.5 steps
    [InlineData(0.75f, 2)]   // 1.5 steps
    [InlineData(1.25f, 2)]   // 2.5 steps
    [InlineData(-0.75f, -2)]
    public void Quantize_rounds_ties_to_even_before_the_zero_point(float x, int steps) =>
        Assert.Equal([steps + 3], Infer(new Quantize(), ElementType.Int8, new Quantization(0.5f, 3), Floats(new Shape(1), x)).ToLongs());

    [Fact]
    public void Quantize_saturates_and_sends_NaN_to_the_lower_bound()
    {
        Operand x = Floats(new Shape(5), 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN);
        Assert.Equal([255, 0, 255, 0, 0], Infer(new Quantize(), ElementType.UInt8, new Quantization(0.1f, 100), x).ToLongs());
        Assert.Equal(
            [int.MaxValue, int.MinValue, int.MaxValue, int.MinValue, int.MinValue],
            Infer(new Quantize(), ElementType.Int32, new Quantization(0.1f, 0), x).ToLongs());
    }

    /// <summary>x / scale and x * (1 / scale) differ here: the quotient is a tie, the product lies above it.</summary>
    [Fact]
    public void Quantize_divides()
    {
        var quantization = new Quantization(1f / 3, 0);
        for (int k = 0; k < 200; k++)
        {
            float x = (k + 0.5f) * (1f / 3);
            int expected = (int)MathF.Round(x / (1f / 3));
            Assert.Equal([expected], Infer(new Quantize(), ElementType.UInt8, quantization, Floats(new Shape(1), x)).ToLongs());
        }
    }

    [Fact]
    public void Quantize_clamps_to_the_fused_range() =>
        Assert.Equal(
            [10, 20, 15],
            Infer(new Quantize { Clamp = new Clamp(10, 20) }, ElementType.UInt8, new Quantization(1, 0), Floats(new Shape(3), 0, 100, 15)).ToLongs());

    [Fact]
    public void Quantize_and_dequantize_use_the_channels_scales()
    {
        var quantization = new Quantization([0.5f, 2f], [1, -1], axis: 1);
        Operand x = Floats(new Shape(2, 2), 3, 6, -4, -8);
        TensorData codes = Infer(new Quantize(), ElementType.Int16, quantization, x);
        Assert.Equal([7, 2, -7, -5], codes.ToLongs());
        Assert.Equal([3f, 6f, -4f, -8f], Infer(new Dequantize(), ElementType.Float32, null, new Operand(codes, quantization)).ToFloats());
    }

    [Fact]
    public void Dequantize_subtracts_in_integers_and_rounds_the_difference()
    {
        var x = new Operand(TensorData.Ints(new Shape(1), (1 << 24) + 1), new Quantization(1, 0));
        Assert.Equal([16777216f], Infer(new Dequantize(), ElementType.Float32, null, x).ToFloats());
    }
}
