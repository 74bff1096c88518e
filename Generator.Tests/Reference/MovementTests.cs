using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class MovementTests
{
    private static readonly Operand OneToSix = Longs(new Shape(2, 3), 1, 2, 3, 4, 5, 6);

    [Fact]
    public void Transpose_permutes_axes()
    {
        TensorData y = Infer(new Transpose([1, 0]), ElementType.Int64, null, OneToSix);
        Assert.Equal(new Shape(3, 2), y.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], y.ToLongs());
    }

    [Fact]
    public void Reshape_keeps_the_order() =>
        Assert.Equal([1, 2, 3, 4, 5, 6], Infer(new Reshape(new Shape(3, 2)), ElementType.Int64, null, OneToSix).ToLongs());

    [Fact]
    public void Slice_steps_in_either_direction() =>
        Assert.Equal([6, 4, 3, 1], Infer(new Slice([1, 2], [-1, -2], [2, 2]), ElementType.Int64, null, OneToSix).ToLongs());

    [Fact]
    public void Pick_reads_given_indices() =>
        Assert.Equal([3, 3, 1, 6, 6, 4], Infer(new Pick([null, [2, 2, 0]]), ElementType.Int64, null, OneToSix).ToLongs());

    [Fact]
    public void Gather_counts_negative_indices_from_the_end()
    {
        TensorData y = Infer(new Gather(1), ElementType.Int64, null, OneToSix, Longs(new Shape(2, 1), -1, 0));
        Assert.Equal(new Shape(2, 2, 1), y.Shape);
        Assert.Equal([3, 1, 6, 4], y.ToLongs());
    }

    [Fact]
    public void Gather_with_a_scalar_drops_the_axis() =>
        Assert.Equal([4, 5, 6], Infer(new Gather(0), ElementType.Int64, null, OneToSix, Longs(Shape.Scalar, 1)).ToLongs());

    [Fact]
    public void Gather_refuses_an_index_outside_of_the_axis() =>
        Assert.Throws<ModelException>(() => Infer(new Gather(0), ElementType.Int64, null, OneToSix, Longs(Shape.Scalar, 2)));

    [Fact]
    public void Split_and_concat_are_inverse()
    {
        TensorData[] parts = Evaluator.Evaluate(
            new Split(1, [1, 2]), [OneToSix], [new TensorType(ElementType.Int64, new Shape(2, 1)), new TensorType(ElementType.Int64, new Shape(2, 2))]);
        Assert.Equal([1, 4], parts[0].ToLongs());
        Assert.Equal([2, 3, 5, 6], parts[1].ToLongs());
        Assert.Equal(OneToSix.Data.Bytes, Infer(new Concat(1), ElementType.Int64, null, [.. parts.Select(p => new Operand(p))]).Bytes);
    }

    [Theory]
    [InlineData(PadMode.Constant, new long[] { 9, 9, 9, 1, 2, 3, 9, 9 })]
    [InlineData(PadMode.Edge, new long[] { 1, 1, 1, 1, 2, 3, 3, 3 })]
    [InlineData(PadMode.Reflect, new long[] { 2, 3, 2, 1, 2, 3, 2, 1 })]
    [InlineData(PadMode.Wrap, new long[] { 1, 2, 3, 1, 2, 3, 1, 2 })]
    public void Pad_continues_the_tensor(PadMode mode, long[] expected) =>
        Assert.Equal(expected, Infer(new Pad([3], [2], mode, 9), ElementType.Int64, null, Longs(new Shape(3), 1, 2, 3)).ToLongs());

    [Fact]
    public void Pad_of_a_quantized_tensor_stores_the_code_of_the_constant()
    {
        Quantization quantization = new(0.5f, 100);
        Assert.Equal(
            [103, 7, 103],
            Infer(new Pad([1], [1], PadMode.Constant, 1.5), ElementType.UInt8, quantization, Bytes(new Shape(1), quantization, 7)).ToLongs());
    }

    [Fact]
    public void Concat_requantizes_inputs_that_differ_and_copies_those_that_do_not()
    {
        Quantization result = new(1, 10);
        Operand a = Bytes(new Shape(3), new Quantization(0.5f, 0), 1, 3, 255), b = Bytes(new Shape(2), result, 3, 250);
        // 0.5 and 1.5 round half to even, before the zero point.
        Assert.Equal([10, 12, 138, 3, 250], Infer(new Concat(0), ElementType.UInt8, result, a, b).ToLongs());
    }

    [Fact]
    public void Movement_between_types_requantizes()
    {
        Operand x = Bytes(new Shape(1, 2), new Quantization(0.5f, 128), 129, 0);
        Assert.Equal([1, -128], Infer(new Reshape(new Shape(2)), ElementType.Int8, new Quantization(0.5f, 0), x).ToLongs());
    }

    /// <summary>Dequantizing 32-bit codes would lose their low bits.</summary>
    [Fact]
    public void Codes_whose_axis_moves_keep_their_bits()
    {
        var x = new Operand(TensorData.Ints(new Shape(1, 2), int.MaxValue, (1 << 24) + 1), new Quantization([0.5f, 2f], [0, 0], axis: 1));
        TensorData y = Infer(new Transpose([1, 0]), ElementType.Int32, new Quantization([0.5f, 2f], [0, 0], axis: 0), x);
        Assert.Equal([int.MaxValue, (1 << 24) + 1], y.ToLongs());
    }

    [Fact]
    public void Empty_tensors_stay_empty()
    {
        Operand empty = Longs(new Shape(0));
        Assert.Equal([1, 2, 3], Infer(new Concat(0), ElementType.Int64, null, empty, Longs(new Shape(3), 1, 2, 3)).ToLongs());
        Assert.Empty(Infer(new Slice([0], [1], [0]), ElementType.Int64, null, Longs(new Shape(3), 1, 2, 3)).ToLongs());
    }
}
