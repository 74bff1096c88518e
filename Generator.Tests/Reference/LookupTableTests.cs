using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;
using static Octavo.Generator.Tests.Reference.Evaluation;

namespace Octavo.Generator.Tests.Reference;

public class LookupTableTests
{
    private static readonly Quantization Input = new(0.04f, 5), Middle = new(0.5f, -20), Output = new(1f / 128, 0);

    [Fact]
    public void A_table_is_the_chain_with_every_rounding_in_it()
    {
        TensorType x = new(ElementType.Int8, new Shape(1, 3), Input), middle = x with { Quantization = Middle }, y = x with { Quantization = Output };
        var chain = new Operator[] { new Unary(UnaryKind.HardSwish), new Unary(UnaryKind.Tanh) };
        byte[] table = LookupTable.Build(chain, [x, middle, y]);

        Operand codes = SBytes(new Shape(256), Input, [.. Enumerable.Range(-128, 256)]);
        var between = new Operand(Infer(chain[0], ElementType.Int8, Middle, codes), Middle);
        Assert.Equal(
            Infer(chain[1], ElementType.Int8, Output, between).Bytes,
            Infer(new Lookup(table), ElementType.Int8, Output, codes).Bytes);
        Assert.True(table.Distinct().Count() > 5);
    }

    [Fact]
    public void A_dequantization_followed_by_a_quantization_is_a_requantization()
    {
        TensorType x = new(ElementType.UInt8, new Shape(1), new Quantization(0.5f, 0)), real = new(ElementType.Float32, new Shape(1));
        byte[] table = LookupTable.Build([new Dequantize(), new Quantize()], [x, real, x with { Quantization = new Quantization(1, 10) }]);
        Assert.Equal([10, 10, 11, 12, 12, 12], table.Take(6).Select(b => (int)b));
    }

    [Fact]
    public void An_operator_over_several_elements_has_no_table()
    {
        TensorType x = new(ElementType.UInt8, new Shape(4), Output);
        Assert.False(LookupTable.CanHold(new Softmax(0)));
        Assert.Throws<ArgumentException>(() => LookupTable.Build([new Softmax(0)], [x, x]));
    }
}
