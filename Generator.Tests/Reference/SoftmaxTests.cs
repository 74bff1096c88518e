using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Compiler.Reference.Arithmetic;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class SoftmaxTests
{
    [Fact]
    public void Rows_of_floats_sum_to_one_along_the_axis()
    {
        Operand x = Floats(new Shape(2, 2), 0, 1000, MathF.Log(3), 1000);
        float[] expected = [0.25f, 0.5f, 0.75f, 0.5f];
        Assert.All(expected.Zip(Infer(new Softmax(0), ElementType.Float32, null, x).ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 6));
    }

    [Fact]
    public void Equal_codes_share_the_steps_in_one()
    {
        Operand x = Bytes(new Shape(1, 4), new Quantization(0.1f, 3), 77, 77, 77, 77);
        Assert.Equal([64, 64, 64, 64], Infer(new Softmax(1), ElementType.UInt8, new Quantization(1f / 256, 0), x).ToLongs());
    }

    /// <summary>The steps in 1 are rounded down, as in ONNX Runtime: 1/0.3 counts as 3.</summary>
    [Fact]
    public void Steps_in_one_are_whole()
    {
        Assert.Equal(3, QuantizedSoftmax.StepsInOne(0.3f));
        Operand x = Bytes(new Shape(1, 2), new Quantization(1, 0), 255, 0);
        Assert.Equal([13, 10], Infer(new Softmax(1), ElementType.UInt8, new Quantization(0.3f, 10), x).ToLongs());
    }

    [Fact]
    public void A_certain_row_saturates()
    {
        Assert.Equal([255, 0], Infer(
            new Softmax(1), ElementType.UInt8, new Quantization(1f / 256, 0), Bytes(new Shape(1, 2), new Quantization(1, 0), 255, 0)).ToLongs());
        Assert.Equal([127, -128], Infer(
            new Softmax(1), ElementType.Int8, new Quantization(1f / 256, -128), SBytes(new Shape(1, 2), new Quantization(1, 0), 127, -128)).ToLongs());
    }

    [Fact]
    public void Only_differences_of_codes_count()
    {
        Quantization yq = new(1f / 256, 0);
        long[] low = Infer(new Softmax(1), ElementType.UInt8, yq, Bytes(new Shape(1, 4), new Quantization(0.03f, 0), 0, 10, 30, 5)).ToLongs();
        long[] high = Infer(new Softmax(1), ElementType.UInt8, yq, Bytes(new Shape(1, 4), new Quantization(0.03f, 200), 225, 235, 255, 230)).ToLongs();
        long[] signed = Infer(new Softmax(1), ElementType.UInt8, yq, SBytes(new Shape(1, 4), new Quantization(0.03f, 0), -128, -118, -98, -123)).ToLongs();
        Assert.Equal(low, high);
        Assert.Equal(low, signed);
    }

    [Fact]
    public void The_table_ends_just_below_the_largest_float()
    {
        float[] table = QuantizedSoftmax.Table(0.1f, 1000);
        Assert.Equal(256, table.Length);
        Assert.InRange(table[255] * 1000, 1e36f, float.MaxValue);
        Assert.Equal(MathF.Exp(0.1f), table[255] / table[254], 5);
    }

    [Fact]
    public void Codes_and_reals_agree_within_one_step()
    {
        Operand x = RandomBytes(new Random(23), new Shape(20, 10), new Quantization(0.02f, 100));
        Quantization yq = new(1f / 256, 0);
        long[] codes = Infer(new Softmax(1), ElementType.UInt8, yq, x).ToLongs();
        long[] rounded = Infer(new Softmax(1), ElementType.UInt8, yq, Dequantized(x)).ToLongs();
        Assert.All(codes.Zip(rounded), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
        Assert.True(codes.Distinct().Count() > 20);
    }
}
