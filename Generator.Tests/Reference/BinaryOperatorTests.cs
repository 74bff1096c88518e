using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Compiler.Reference.Arithmetic;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class BinaryOperatorTests
{
    private static readonly Quantization A = new(0.013f, 117), B = new(0.029f, 140), Y = new(0.0371f, 131);

    [Fact]
    public void Addition_of_codes_is_two_fused_multiply_adds()
    {
        Operand a = Bytes(new Shape(256), A, [.. Enumerable.Range(0, 256)]), b = RandomBytes(new Random(14), new Shape(256), B);
        float ra = 0.013f / 0.0371f, rb = 0.029f / 0.0371f;
        float za = ra * 117, zb = rb * 140;
        float offset = 131 - (za + zb);
        long[] expected =
        [
            .. Enumerable.Range(0, 256).Select(i => (long)Math.Clamp(
                MathF.Round(MathF.FusedMultiplyAdd(i, ra, MathF.FusedMultiplyAdd(b.Data.Bytes[i], rb, offset))), 0, 255)),
        ];
        Assert.Equal(expected, Infer(new Binary(BinaryKind.Add), ElementType.UInt8, Y, a, b).ToLongs());
    }

    [Fact]
    public void Addition_rounds_ties_to_even_with_the_zero_point_inside()
    {
        // a/2 + 1: half steps around an odd zero point.
        Operand a = Bytes(new Shape(4), new Quantization(0.5f, 0), 1, 3, 5, 7), b = Bytes(new Shape(4), new Quantization(1, 0), 0, 0, 0, 0);
        Assert.Equal([2, 2, 4, 4], Infer(new Binary(BinaryKind.Add), ElementType.UInt8, new Quantization(1, 1), a, b).ToLongs());
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 1 }, 2)]
    [InlineData(new int[0], new[] { 2, 3 }, 1)]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 1 }, 2)]
    [InlineData(new[] { 2, 1 }, new[] { 2, 3 }, 1)]
    [InlineData(new[] { 1, 8, 1, 1 }, new[] { 1, 8, 5, 5 }, 1)]
    [InlineData(new[] { 8, 1 }, new[] { 1, 1 }, 2)]
    [InlineData(new[] { 1, 1 }, new[] { 1 }, 0)]
    public void The_scalar_is_the_operand_that_stands_still_along_the_innermost_axis(int[] a, int[] b, int scalar) =>
        Assert.Equal((ScalarOperand)scalar, QuantizedAdd.Scalar(new Shape(a), new Shape(b)));

    [Fact]
    public void Adding_a_scalar_moves_the_offset_first()
    {
        AddParameters p = QuantizedAdd.Parameters(A, B, Y);
        for (int code = 0; code < 256; code++)
        {
            int scalar = (code * 37) & 255;
            float moved = p.SecondScale * scalar;
            float sum = MathF.FusedMultiplyAdd(code, p.FirstScale, p.Offset + moved);
            long expected = (long)Math.Clamp(MathF.Round(sum), 0, 255);
            Operand a = Bytes(new Shape(2), A, code, code), b = Bytes(new Shape(1), B, scalar);
            Assert.Equal([expected, expected], Infer(new Binary(BinaryKind.Add), ElementType.UInt8, Y, a, b).ToLongs());
            Assert.Equal([expected, expected], Infer(new Binary(BinaryKind.Add), ElementType.UInt8, Y, b, a).ToLongs());
        }
    }

    [Fact]
    public void Multiplication_of_codes_scales_the_exact_product()
    {
        Operand a = Bytes(new Shape(256), A, [.. Enumerable.Range(0, 256)]), b = RandomBytes(new Random(15), new Shape(256), B);
        float scale = 0.013f * 0.029f / 0.0371f;
        long[] expected =
        [
            .. Enumerable.Range(0, 256).Select(i =>
            {
                float scaled = (i - 117) * (b.Data.Bytes[i] - 140) * scale;
                return (long)Math.Clamp(MathF.Round(scaled + 131), 0, 255);
            }),
        ];
        Assert.Equal(expected, Infer(new Binary(BinaryKind.Mul), ElementType.UInt8, Y, a, b).ToLongs());
    }

    [Fact]
    public void The_clamp_is_in_output_codes()
    {
        Operand a = SBytes(new Shape(3), new Quantization(1, 0), -100, 0, 100), b = SBytes(new Shape(3), new Quantization(1, 0), -100, 3, 100);
        var add = new Binary(BinaryKind.Add) { Clamp = new Clamp(0, 6) };
        Assert.Equal([0, 3, 6], Infer(add, ElementType.Int8, new Quantization(1, 0), a, b).ToLongs());
    }

    [Theory]
    [InlineData(BinaryKind.Sub)]
    [InlineData(BinaryKind.Div)]
    [InlineData(BinaryKind.Min)]
    [InlineData(BinaryKind.Max)]
    [InlineData(BinaryKind.Pow)]
    public void Other_operators_go_through_float(BinaryKind kind)
    {
        Operand a = RandomBytes(new Random(16), new Shape(256), new Quantization(0.013f, 0)), b = RandomBytes(new Random(17), new Shape(256), B);
        Assert.Equal(
            Infer(new Binary(kind), ElementType.UInt8, Y, Dequantized(a), Dequantized(b)).Bytes,
            Infer(new Binary(kind), ElementType.UInt8, Y, a, b).Bytes);
    }

    [Theory]
    [InlineData(BinaryKind.Add)]
    [InlineData(BinaryKind.Mul)]
    public void Codes_and_reals_agree_within_one_step(BinaryKind kind)
    {
        var random = new Random(18);
        Operand a = RandomBytes(random, new Shape(1000), A), b = RandomBytes(random, new Shape(1000), B);
        long[] codes = Infer(new Binary(kind), ElementType.UInt8, Y, a, b).ToLongs();
        long[] rounded = Infer(new Binary(kind), ElementType.UInt8, Y, Dequantized(a), Dequantized(b)).ToLongs();
        Assert.All(codes.Zip(rounded), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
    }

    [Fact]
    public void Float_operators_are_the_processors()
    {
        var random = new Random(19);
        float[] a = RandomFloats(random, new Shape(1000)).Data.ToFloats(), b = RandomFloats(random, new Shape(1000)).Data.ToFloats();
        Assert.Equal(a.Zip(b, (p, q) => p + q), Both(BinaryKind.Add));
        Assert.Equal(a.Zip(b, (p, q) => p - q), Both(BinaryKind.Sub));
        Assert.Equal(a.Zip(b, (p, q) => p * q), Both(BinaryKind.Mul));
        Assert.Equal(a.Zip(b, (p, q) => p / q), Both(BinaryKind.Div));

        float[] Both(BinaryKind kind) =>
            Infer(new Binary(kind), ElementType.Float32, null, Floats(new Shape(1000), a), Floats(new Shape(1000), b)).ToFloats();
    }

    [Fact]
    public void Halves_round_to_halves()
    {
        var one = new Operand(TensorData.From<ushort>(ElementType.Float16, new Shape(1), [0x3C00]));
        var tiny = new Operand(TensorData.From<ushort>(ElementType.Float16, new Shape(1), [0x1000])); // 2^-11
        Assert.Equal(1, Infer(new Binary(BinaryKind.Add), ElementType.Float16, null, one, tiny).FloatAt(0));
    }
}
