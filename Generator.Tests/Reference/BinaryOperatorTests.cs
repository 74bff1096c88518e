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
        float offset = 131 - MathF.FusedMultiplyAdd(ra, 117, rb * 140);
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
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, false)]
    [InlineData(new[] { 2, 3 }, new[] { 1 }, false)]
    [InlineData(new int[0], new[] { 2, 3 }, true)]
    [InlineData(new[] { 3 }, new[] { 2, 3 }, false)]
    [InlineData(new[] { 2, 1 }, new[] { 2, 3 }, true)]
    [InlineData(new[] { 1, 8, 1, 1 }, new[] { 1, 8, 5, 5 }, true)]
    [InlineData(new[] { 1, 1 }, new[] { 8, 1 }, true)]
    [InlineData(new[] { 1, 1 }, new[] { 1 }, false)]
    public void A_single_number_along_the_innermost_axis_goes_behind(int[] a, int[] b, bool reversed) =>
        Assert.Equal(reversed, QuantizedAdd.IsReversed(new Shape(a), new Shape(b)));

    [Fact]
    public void Signed_codes_round_as_such_after_they_became_unsigned()
    {
        Quantization qa = new(0.0703125f, 127), qb = new(0.064453125f, -102), qy = new(0.05859375f, -48);
        int[] left = [.. Enumerable.Range(0, 65536).Select(i => (i / 256) - 128)], right = [.. Enumerable.Range(0, 65536).Select(i => (i % 256) - 128)];
        var shape = new Shape(65536);
        foreach (BinaryKind kind in new[] { BinaryKind.Add, BinaryKind.Mul })
        {
            var op = new Binary(kind) { Signed = true };
            long[] signed = Infer(op, ElementType.Int8, qy, SBytes(shape, qa, left), SBytes(shape, qb, right)).ToLongs();
            Operand a = Bytes(shape, qa.Shifted(128), [.. left.Select(c => c + 128)]), b = Bytes(shape, qb.Shifted(128), [.. right.Select(c => c + 128)]);
            Assert.Equal(signed, Infer(op, ElementType.UInt8, qy.Shifted(128), a, b).ToLongs().Select(c => c - 128));
            Assert.Equal(kind == BinaryKind.Mul, signed.SequenceEqual(Infer(new Binary(kind), ElementType.UInt8, qy.Shifted(128), a, b).ToLongs().Select(c => c - 128)));
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
