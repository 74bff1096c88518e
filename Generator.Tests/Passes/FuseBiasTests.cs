using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FuseBiasTests
{
    [Fact]
    public void Constants_per_column_and_per_channel_become_biases()
    {
        static Network Build()
        {
            var net = new Network();
            Value product = net.Apply(new Binary(BinaryKind.Add), net.Floats(1, 4), net.Apply(new MatMul(), net.Input(3, 5), net.Floats(5, 4)));
            Value image = net.Apply(new Conv { Window = Network.Window(3) }, net.Input(1, 2, 5, 5), net.Floats(4, 2, 3, 3));
            return net.Output(product, net.Apply(new Binary(BinaryKind.Add), image, net.Floats(4, 1, 1)));
        }

        Expect.Rewrite(Build, graph => { FuseBias.Run(graph); FoldConstants.Run(graph); }, 1e-5, "MatMul", "Conv");
    }

    [Fact]
    public void Constants_along_other_axes_stay()
    {
        static Network Build()
        {
            var net = new Network();
            Value image = net.Apply(new Conv { Window = Network.Window(1) }, net.Input(1, 2, 4, 4), net.Floats(4, 2, 1, 1));
            return net.Output(net.Apply(new Binary(BinaryKind.Add), image, net.Floats(4)));
        }

        Expect.Rewrite(Build, FuseBias.Run, 1e-5, "Conv", "Add");
    }
}
