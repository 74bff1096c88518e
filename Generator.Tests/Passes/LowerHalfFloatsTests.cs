using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class LowerHalfFloatsTests
{
    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public void Operators_compute_in_float32_and_round_after_each(ElementType element)
    {
        Network Build()
        {
            var network = new Network();
            Value x = network.Input(element, 2, 3);
            Value sum = network.Apply(new Binary(BinaryKind.Add), element, null, x, x);
            return network.Output(network.Apply(new Unary(UnaryKind.Exp), element, null, sum));
        }

        Graph graph = Expect.Rewrite(Build, LowerHalfFloats.Run, 0, "Cast", "Cast", "Add", "Cast", "Cast", "Exp", "Cast");
        Assert.All(graph.Nodes.Where(n => n.Op is Binary or Unary), n => Assert.Equal(ElementType.Float32, n.Y.Type.Element));
    }

    [Fact]
    public void What_only_moves_elements_stays()
    {
        Network Build()
        {
            var network = new Network();
            return network.Output(network.Move(new Transpose([1, 0]), network.Input(ElementType.Float16, 2, 3)));
        }

        Expect.Rewrite(Build, LowerHalfFloats.Run, 0, "Transpose");
    }
}
