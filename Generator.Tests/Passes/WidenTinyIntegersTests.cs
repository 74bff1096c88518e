using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class WidenTinyIntegersTests
{
    [Theory]
    [InlineData(ElementType.Int4, ElementType.Int8, -8, 7)]
    [InlineData(ElementType.UInt4, ElementType.UInt8, 0, 15)]
    [InlineData(ElementType.Int2, ElementType.Int8, -2, 1)]
    public void Codes_keep_their_range_in_8_bits(ElementType tiny, ElementType wide, int low, int high)
    {
        Network Build()
        {
            var network = new Network();
            return network.Output(network.Dequantize(network.Quantize(network.Input(40), 0.2f, 1, tiny)));
        }

        Graph graph = Expect.Rewrite(Build, WidenTinyIntegers.Run, 0, "Quantize", "Dequantize");
        Assert.Equal((wide, new Clamp(low, high)), (graph.Nodes[0].Y.Type.Element, ((Quantize)graph.Nodes[0].Op).Clamp!.Value));
    }

    [Fact]
    public void Casts_keep_the_low_bits()
    {
        Network Build()
        {
            var network = new Network();
            Value x = network.Input(ElementType.Int32, 40);
            return network.Output(network.Apply(new Cast(), ElementType.Float32, null, network.Apply(new Cast(), ElementType.Int4, null, x)));
        }

        Expect.Rewrite(Build, WidenTinyIntegers.Run, 0, "Cast", "Cast");
    }
}
