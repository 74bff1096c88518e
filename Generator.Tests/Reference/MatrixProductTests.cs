using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class MatrixProductTests
{
    [Fact]
    public void Vectors_multiply_to_a_scalar() =>
        Assert.Equal([32f], Infer(new MatMul(), ElementType.Float32, null, Floats(new Shape(3), 1, 2, 3), Floats(new Shape(3), 4, 5, 6)).ToFloats());

    [Fact]
    public void Leading_axes_broadcast()
    {
        // a [2,1,1,2] times b [3,2,1].
        Operand a = Floats(new Shape(2, 1, 1, 2), 1, 10, 2, 20), b = Floats(new Shape(3, 2, 1), 1, 2, 3, 4, 5, 6);
        TensorData y = Infer(new MatMul(), ElementType.Float32, null, a, b);
        Assert.Equal(new Shape(2, 3, 1, 1), y.Shape);
        Assert.Equal([21f, 43, 65, 42, 86, 130], y.ToFloats());
    }

    [Fact]
    public void Sums_ascend_and_the_bias_comes_last()
    {
        var random = new Random(10);
        Operand a = RandomFloats(random, new Shape(2, 50)), b = RandomFloats(random, new Shape(50, 3)), bias = RandomFloats(random, new Shape(3));
        float[] expected = new float[6];
        for (int i = 0; i < 6; i++)
        {
            for (int k = 0; k < 50; k++)
            {
                expected[i] = MathF.FusedMultiplyAdd(a.Data.ToFloats()[(i / 3 * 50) + k], b.Data.ToFloats()[(k * 3) + (i % 3)], expected[i]);
            }

            expected[i] += bias.Data.ToFloats()[i % 3];
        }

        Assert.Equal(expected, Infer(new MatMul(), ElementType.Float32, null, a, b, bias).ToFloats());
    }

    [Fact]
    public void Doubles_stay_doubles()
    {
        var a = new Operand(TensorData.From<double>(ElementType.Float64, new Shape(1, 1), [1 + Math.Pow(2, -40)]));
        Assert.Equal(1 + Math.Pow(2, -39) + Math.Pow(2, -80), Infer(new MatMul(), ElementType.Float64, null, a, a).FloatAt(0));
    }

    [Fact]
    public void Each_column_has_its_scale_and_zero_point()
    {
        Operand a = Bytes(new Shape(2, 1), new Quantization(0.5f, 2), 12, 0);
        Operand b = SBytes(new Shape(1, 2), new Quantization([1f, 2f], [1, 0], axis: 1), 5, 3);
        // (10, -2) × (4 · 1, 3 · 2) · 0.5
        Assert.Equal([20f, 30, -4, -6], Infer(new MatMul(), ElementType.Float32, null, a, b).ToFloats());
    }

    [Fact]
    public void A_vector_of_columns_multiplies_codes()
    {
        Operand a = Bytes(new Shape(2, 2), new Quantization(1, 0), 1, 2, 3, 4), b = SBytes(new Shape(2), new Quantization(1, 0), 10, -1);
        TensorData y = Infer(new MatMul(), ElementType.UInt8, new Quantization(1, 100), a, b);
        Assert.Equal(new Shape(2), y.Shape);
        Assert.Equal([108, 126], y.ToLongs());
    }

    [Fact]
    public void Zero_points_serve_an_int32_output_too()
    {
        Operand a = Bytes(new Shape(1, 2), new Quantization(1, 128), 255, 0), b = Bytes(new Shape(2, 1), new Quantization(1, 10), 0, 255);
        Assert.Equal([(127 * -10) + (-128 * 245)], Infer(new MatMul(), ElementType.Int32, null, a, b).ToLongs());
    }

    [Fact]
    public void A_residual_is_the_separate_addition()
    {
        var random = new Random(11);
        Quantization middle = new(0.9f, -3), other = new(0.4f, 5), result = new(1.1f, 0);
        Operand a = RandomSBytes(random, new Shape(5, 16), new Quantization(0.03f, 4)), b = RandomSBytes(random, new Shape(16, 7), new Quantization(0.05f, 0));
        Operand bias = Ints(new Shape(7), 1, -2, 300, -4000, 50, 0, 7), r = RandomSBytes(random, new Shape(5, 7), other);
        var product = new Operand(Infer(new MatMul(), ElementType.Int8, middle, a, b, bias), middle);
        TensorData expected = Infer(new Binary(BinaryKind.Add), ElementType.Int8, result, product, r);
        var fused = new MatMul { Residual = new Residual(ElementType.Int8, middle, null, ResidualFirst: false) };
        Assert.Equal(expected.Bytes, Infer(fused, ElementType.Int8, result, a, b, bias, r).Bytes);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gemm_transposes(bool transA, bool transB)
    {
        Operand a = Floats(new Shape(2, 3), 1, 2, 3, 4, 5, 6), b = Floats(new Shape(3, 2), 1, 2, 3, 4, 5, 6);
        Operand aGiven = transA ? new(Infer(new Transpose([1, 0]), ElementType.Float32, null, a)) : a;
        Operand bGiven = transB ? new(Infer(new Transpose([1, 0]), ElementType.Float32, null, b)) : b;
        Assert.Equal([22f, 28, 49, 64], Infer(new Gemm(1, 1, transA, transB), ElementType.Float32, null, aGiven, bGiven).ToFloats());
    }

    [Fact]
    public void Gemm_scales_and_broadcasts_c()
    {
        Operand a = Floats(new Shape(2, 1), 1, 2), b = Floats(new Shape(1, 2), 3, 4);
        Assert.Equal([6f + 5, 8 + 5, 12 + 10, 16 + 10], Infer(new Gemm(2, 0.5f, false, false), ElementType.Float32, null, a, b, Floats(new Shape(2, 1), 10, 20)).ToFloats());
    }

    [Fact]
    public void Gemm_of_codes_multiplies_alpha_into_the_scale()
    {
        Operand a = Bytes(new Shape(1, 1), new Quantization(0.5f, 0), 7), b = SBytes(new Shape(2, 1), new Quantization([1f, 2f], [0, 0], axis: 0), 3, -3);
        TensorData y = Infer(new Gemm(4, 1, false, true), ElementType.Int8, new Quantization(2, 0), a, b, Ints(new Shape(2), 1, 1));
        // (21 + 1) · 4·0.5·1/2 and (-21 + 1) · 4·0.5·2/2.
        Assert.Equal([22, -40], y.ToLongs());
    }

    [Fact]
    public void The_plain_Gemm_is_the_MatMul_with_bias()
    {
        var random = new Random(12);
        Operand a = RandomFloats(random, new Shape(3, 20)), b = RandomFloats(random, new Shape(20, 4)), c = RandomFloats(random, new Shape(4));
        Assert.Equal(
            Infer(new MatMul(), ElementType.Float32, null, a, b, c).Bytes,
            Infer(new Gemm(1, 1, false, false), ElementType.Float32, null, a, b, c).Bytes);
    }

    [Fact]
    public void Codes_and_reals_agree_within_one_step()
    {
        var random = new Random(13);
        Quantization yq = new(0.2f, 128);
        Operand a = RandomBytes(random, new Shape(6, 32), new Quantization(0.02f, 128)), b = RandomSBytes(random, new Shape(32, 5), new Quantization(0.01f, 0));
        long[] codes = Infer(new MatMul(), ElementType.UInt8, yq, a, b).ToLongs();
        long[] rounded = Infer(new MatMul(), ElementType.UInt8, yq, Dequantized(a), Dequantized(b)).ToLongs();
        Assert.All(codes.Zip(rounded), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
        Assert.True(codes.Distinct().Count() > 10);
    }
}
