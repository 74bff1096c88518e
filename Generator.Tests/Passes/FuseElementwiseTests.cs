using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FuseElementwiseTests
{
    [Fact]
    public void A_chain_between_codes_becomes_one_node()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Apply(new Transpose([1, 0]), net.Input(3, 4)));
            Value y = net.Apply(new Binary(BinaryKind.Add), net.Apply(new Binary(BinaryKind.Mul), x, net.Floats(3)), net.Floats(3));
            return net.Output(net.Apply(new Lookup(new byte[256]), ElementType.UInt8, new Quantization(0.1f, 3), net.Quantize(y, 0.1f, 3)));
        }

        Graph graph = Expect.Rewrite(Build, FuseElementwise.Run, 0, "Transpose", "Quantize", "Fusion", "Lookup");

        Assert.Equal(["Dequantize", "Mul", "Add", "Quantize"], ((Fusion)graph.Nodes[2].Op).Steps.Select(s => s.Op.Name));
    }

    [Fact]
    public void A_dequantize_with_several_readers_is_part_of_each()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(3, 4));
            Value up = net.Apply(new Unary(UnaryKind.Exp), x), down = net.Apply(new Unary(UnaryKind.Neg), x);
            return net.Output(up, down);
        }

        Expect.Rewrite(Build, FuseElementwise.Run, 0, "Quantize", "Fusion", "Fusion");
    }

    [Fact]
    public void What_others_read_stays()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Apply(new Unary(UnaryKind.Exp), net.Input(3, 4));
            Value y = net.Apply(new Unary(UnaryKind.Neg), x);
            return net.Output(x, y, net.Apply(new Binary(BinaryKind.Mul), y, net.Apply(new Unary(UnaryKind.Abs), x)));
        }

        Expect.Rewrite(Build, FuseElementwise.Run, 0, "Exp", "Neg", "Fusion");
    }

    [Fact]
    public void The_borders_of_codes_stay()
    {
        static Network Build()
        {
            var net = new Network();
            Value y = net.Apply(new Binary(BinaryKind.Sub), net.Fake(net.Input(3, 4)), net.Floats(4));
            return net.Output(net.Fake(y));
        }

        Expect.Rewrite(Build, FuseElementwise.Run, 0, "Quantize", "Fusion", "Dequantize");
    }

    /// <summary>Smaller operands broadcast inside; what is computed on them is computed once.</summary>
    [Fact]
    public void Operators_on_smaller_operands_stay()
    {
        static Network Build()
        {
            var net = new Network();
            Value gate = net.Apply(new Unary(UnaryKind.Sigmoid), net.Input(3, 1));
            return net.Output(net.Apply(new Unary(UnaryKind.Relu), net.Apply(new Binary(BinaryKind.Sub), net.Input(3, 4), gate)));
        }

        Expect.Rewrite(Build, FuseElementwise.Run, 0, "Sigmoid", "Fusion");
    }

    [Theory]
    [InlineData(ElementType.UInt16, 32000)]
    [InlineData(ElementType.Int16, -5)]
    public void Codes_of_16_bits_have_no_other_kernel(ElementType element, int zero)
    {
        Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Input(2000), 0.00003f, zero, element));
        }

        Expect.Rewrite(Build, FuseElementwise.Run, 0, "Fusion");
    }
}
