using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FuseResidualsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sum_goes_into_the_operand_that_is_computed_last(bool swap)
    {
        Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 4, 5, 5));
            Value first = net.Fake(net.Conv(x, 4)), second = net.Fake(net.Conv(x, 4, size: 3), 0.03f, 100);
            Value sum = swap ? net.Apply(new Binary(BinaryKind.Add), second, first) : net.Apply(new Binary(BinaryKind.Add), first, second);
            return net.Output(net.Fake(net.Apply(new Unary(UnaryKind.Relu), sum), 0.025f, 7));
        }

        Graph graph = Expect.Lowers(Build, 0.0501);

        Expect.Operators(graph, "Transpose", "Quantize", "Conv", "Conv", "Dequantize", "Transpose");
        var conv = (Conv)graph.Nodes[3].Op;
        Assert.Equal(!swap, conv.Residual!.ResidualFirst);
        Assert.Equal(new Quantization(0.03f, 100), conv.Residual.Intermediate);
        Assert.Equal(new Clamp(7, 255), conv.Residual.Clamp);
    }

    [Fact]
    public void A_sum_that_broadcasts_or_doubles_stays()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Conv(net.Fake(net.Input(1, 4, 5, 5)), 4));
            Value doubled = net.Fake(net.Apply(new Binary(BinaryKind.Add), x, x), 0.04f);
            Value row = net.Fake(net.Conv(net.Fake(net.Input(1, 4, 1, 1)), 4));
            return net.Output(net.Fake(net.Apply(new Binary(BinaryKind.Add), doubled, row), 0.05f));
        }

        Graph graph = Expect.Lowers(Build, 0.0501);

        Assert.Equal(1, Expect.Count<Binary>(graph));
        Assert.Equal(1, Expect.Count<Lookup>(graph));
    }
}
