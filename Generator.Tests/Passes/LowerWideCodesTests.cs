using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class LowerWideCodesTests
{
    [Theory]
    [InlineData(ElementType.UInt16, 32000)]
    [InlineData(ElementType.Int16, -5)]
    public void Quantizing_to_16_bits_and_back_is_float_arithmetic(ElementType element, int zero)
    {
        Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Input(2000), 0.00003f, zero, element));
        }

        Expect.Rewrite(Build, LowerWideCodes.Run, 0, "Div", "Clip", "Round", "Mul");
    }

    [Fact]
    public void Codes_that_enter_or_leave_the_graph_are_cast()
    {
        static Network Build()
        {
            var net = new Network();
            var q = new Quantization(0.00002f, 77);
            Value x = net.Dequantize(net.Apply(new Reinterpret(), ElementType.Int16, q, net.Input(ElementType.Int16, 500)));
            return net.Output(x, net.Quantize(net.Input(500), 0.00003f, 3, ElementType.UInt16));
        }

        Expect.Rewrite(Build, LowerWideCodes.Run, 0, "Reinterpret", "Reinterpret", "Cast", "Sub", "Mul", "Div", "Clip", "Round", "Add", "Cast", "Reinterpret");
    }
}
