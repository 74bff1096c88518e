using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class AbsorbElementwiseTests
{
    [Theory]
    [InlineData(BinaryKind.Add)]
    [InlineData(BinaryKind.Mul)]
    public void Sums_and_products_of_codes(BinaryKind kind)
    {
        Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Apply(new Binary(kind), net.Fake(net.Input(2, 30)), net.Fake(net.Input(30), 0.013f, 120)), 0.04f));
        }

        Expect.Rewrite(Build, AbsorbElementwise.Run, 0.0401, "Quantize", "Quantize", kind.ToString(), "Dequantize");
    }

    [Fact]
    public void Averages_and_softmax()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 4, 6, 6));
            Value average = net.Fake(net.Apply(new AveragePool(Network.Window(3, 1, 1), false), x));
            Value mean = net.Fake(net.Apply(new GlobalAveragePool(), average), 0.01f);
            return net.Output(net.Fake(net.Apply(new Softmax(1), mean), 1 / 256f, 0));
        }

        Expect.Rewrite(Build, AbsorbElementwise.Run, 0.0201, "Quantize", "AveragePool", "GlobalAveragePool", "Softmax", "Dequantize");
    }

    [Fact]
    public void An_operand_that_is_not_quantized_keeps_the_sum_in_float()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Apply(new Binary(BinaryKind.Add), net.Fake(net.Input(2, 30)), net.Floats(30))));
        }

        Expect.Rewrite(Build, AbsorbElementwise.Run, 0, "Quantize", "Dequantize", "Add", "Quantize", "Dequantize");
    }
}
