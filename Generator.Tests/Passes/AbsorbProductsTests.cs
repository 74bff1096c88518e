using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class AbsorbProductsTests
{
    [Fact]
    public void Weights_have_one_scale_per_column()
    {
        static Network Build()
        {
            var net = new Network();
            Value y = net.Apply(new MatMul(), net.Fake(net.Input(3, 16)), net.Dequantize(net.PerChannel(1, 16, 8)), net.Floats(8));
            return net.Output(net.Fake(y));
        }

        Expect.Rewrite(Build, AbsorbProducts.Run, 0.0201, "Quantize", "MatMul", "Dequantize");
    }

    [Fact]
    public void Both_operands_may_be_computed()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Apply(new MatMul(), net.Fake(net.Input(2, 3, 8)), net.Fake(net.Input(2, 8, 5), 0.03f, 100)), 0.1f));
        }

        Expect.Rewrite(Build, AbsorbProducts.Run, 0.101, "Quantize", "Quantize", "MatMul", "Dequantize");
    }

    [Fact]
    public void Scales_along_the_sum_cannot_be_absorbed()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Apply(new MatMul(), net.Fake(net.Input(3, 16)), net.Dequantize(net.PerChannel(0, 16, 8)))));
        }

        Expect.Rewrite(Build, AbsorbProducts.Run, 0, "Quantize", "Dequantize", "Dequantize", "MatMul", "Quantize", "Dequantize");
    }
}
