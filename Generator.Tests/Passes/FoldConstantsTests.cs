using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FoldConstantsTests
{
    [Fact]
    public void Constants_are_computed_but_dequantized_ones_wait_until_the_end()
    {
        static Network Build()
        {
            var net = new Network();
            Value sum = net.Apply(new Binary(BinaryKind.Add), net.Floats(3), net.Floats(3));
            Value codes = net.Dequantize(net.Codes(ElementType.Int8, new Quantization(0.5f, 3), 3));
            return net.Output(net.Apply(new Binary(BinaryKind.Mul), net.Apply(new Binary(BinaryKind.Mul), net.Input(3), sum), codes));
        }

        Expect.Rewrite(Build, FoldConstants.Run, 0, "Dequantize", "Mul", "Mul");
        Expect.Rewrite(Build, FoldConstants.RunLast, 0, "Mul", "Mul");
    }
}
