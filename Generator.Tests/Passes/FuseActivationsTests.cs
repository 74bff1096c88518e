using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FuseActivationsTests
{
    [Fact]
    public void A_table_that_clamps_goes_into_the_operator_before_it()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Conv(net.Fake(net.Input(1, 4, 5, 5)), 4));
            x = net.Fake(net.Apply(new Clip(-1, 1), x));
            return net.Output(net.Fake(net.Apply(new Unary(UnaryKind.Relu), x)));
        }

        Graph graph = Expect.Lowers(Build, 0.0201);

        Expect.Operators(graph, "Transpose", "Quantize", "Conv", "Dequantize", "Transpose");
        Assert.Equal(new Clamp(128, 178), ((Conv)graph.Nodes[2].Op).Clamp);
    }

    [Fact]
    public void Float_activations_go_into_float_results()
    {
        static Network Build()
        {
            var net = new Network();
            Value image = net.Apply(new Conv { Window = Network.Window(1) }, net.Input(1, 4, 5, 5), net.Floats(4, 4, 1, 1));
            Value product = net.Apply(new MatMul(), net.Input(2, 5), net.Floats(5, 3));
            return net.Output(net.Apply(new Clip(-0.5, 0.5), image), net.Apply(new Unary(UnaryKind.Relu), product));
        }

        Graph graph = Expect.Rewrite(Build, FuseActivations.Run, 0, "Conv", "MatMul");

        Assert.Equal(new FloatClamp(-0.5f, 0.5f), ((Conv)graph.Nodes[0].Op).Activation);
        Assert.Equal(new FloatClamp(0, float.PositiveInfinity), ((MatMul)graph.Nodes[1].Op).Activation);
    }
}
