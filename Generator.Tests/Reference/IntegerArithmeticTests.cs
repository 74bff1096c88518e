using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

/// <summary>Raw integers carry the computations of shapes.</summary>
public class IntegerArithmeticTests
{
    [Theory]
    [InlineData(BinaryKind.Add, 7, -2, 5)]
    [InlineData(BinaryKind.Sub, 7, -2, 9)]
    [InlineData(BinaryKind.Mul, 7, -2, -14)]
    [InlineData(BinaryKind.Div, -7, 2, -3)]
    [InlineData(BinaryKind.Div, 7, -2, -3)]
    [InlineData(BinaryKind.Div, long.MinValue, -1, long.MinValue)]
    [InlineData(BinaryKind.Add, long.MaxValue, 1, long.MinValue)]
    [InlineData(BinaryKind.Min, 7, -2, -2)]
    [InlineData(BinaryKind.Max, 7, -2, 7)]
    [InlineData(BinaryKind.Pow, -3, 3, -27)]
    [InlineData(BinaryKind.Pow, 2, -1, 0)]
    public void Int64_is_C_arithmetic(BinaryKind kind, long a, long b, long expected) =>
        Assert.Equal([expected], Infer(new Binary(kind), ElementType.Int64, null, Longs(new Shape(1), a), Longs(Shape.Scalar, b)).ToLongs());

    [Fact]
    public void Narrow_types_wrap()
    {
        Assert.Equal([4], Infer(new Binary(BinaryKind.Add), ElementType.UInt8, null, Bytes(new Shape(1), null, 250), Bytes(new Shape(1), null, 10)).ToLongs());
        Assert.Equal([-128], Infer(new Unary(UnaryKind.Neg), ElementType.Int8, null, SBytes(new Shape(1), null, -128)).ToLongs());
        Assert.Equal([int.MinValue], Infer(new Binary(BinaryKind.Mul), ElementType.Int32, null, Ints(new Shape(1), 1 << 30), Ints(new Shape(1), 2)).ToLongs());
    }

    [Fact]
    public void Unsigned_64_bit_values_compare_and_divide_as_unsigned()
    {
        var big = new Operand(TensorData.From<ulong>(ElementType.UInt64, new Shape(1), [ulong.MaxValue]));
        var two = new Operand(TensorData.From<ulong>(ElementType.UInt64, new Shape(1), [2]));
        Assert.Equal(ulong.MaxValue, Infer(new Binary(BinaryKind.Max), ElementType.UInt64, null, two, big).As<ulong>()[0]);
        Assert.Equal(ulong.MaxValue / 2, Infer(new Binary(BinaryKind.Div), ElementType.UInt64, null, big, two).As<ulong>()[0]);
    }

    [Fact]
    public void Division_by_zero_is_the_models_fault() =>
        Assert.Throws<ModelException>(() => Infer(new Binary(BinaryKind.Div), ElementType.Int64, null, Longs(new Shape(1), 1), Longs(new Shape(1), 0)));

    [Fact]
    public void Broadcasting_aligns_the_last_axes() =>
        Assert.Equal(
            [11, 21, 12, 22, 13, 23],
            Infer(new Binary(BinaryKind.Add), ElementType.Int64, null, Longs(new Shape(3, 1), 1, 2, 3), Longs(new Shape(2), 10, 20)).ToLongs());

    [Fact]
    public void Clip_takes_absent_bounds_for_the_types_limits() =>
        Assert.Equal(
            [long.MinValue, 5, 5],
            Infer(new Clip(double.NegativeInfinity, 5), ElementType.Int64, null, Longs(new Shape(3), long.MinValue, 5, long.MaxValue)).ToLongs());

    [Fact]
    public void Clip_of_codes_between_quantize_and_dequantize_works_on_the_codes() =>
        Assert.Equal([3, 127], Infer(new Clip(0, 127), ElementType.UInt8, null, Bytes(new Shape(2), null, 3, 200)).ToLongs());

    [Fact]
    public void ReduceMean_divides_towards_zero() =>
        Assert.Equal([-1, 2], Infer(new Reduce(ReduceKind.Mean, [1], KeepDims: false), ElementType.Int64, null, Longs(new Shape(2, 2), -1, -2, 2, 3)).ToLongs());

    [Fact]
    public void MatMul_of_raw_integers_wraps_to_the_output() =>
        Assert.Equal(
            [(200 * 100) + (255 * -128)],
            Infer(new MatMul(), ElementType.Int32, null, Bytes(new Shape(1, 2), null, 200, 255), SBytes(new Shape(2, 1), null, 100, -128)).ToLongs());
}
