using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class RecognizeNormalizationsTests
{
    [Fact]
    public void A_layer_normalization_with_its_parameters()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(3, 5, 24);
            Value d = Binary(net, BinaryKind.Sub, x, Mean(net, x, 2));
            Value y = Binary(net, BinaryKind.Div, d, Deviation(net, d, 2));
            return net.Output(Binary(net, BinaryKind.Add, Binary(net, BinaryKind.Mul, y, net.Floats(24)), net.Floats(24)));
        }

        Graph graph = Expect.Rewrite(Build, RecognizeNormalizations.Run, 1e-5, "LayerNormalization");

        Assert.Equal(new LayerNormalization(2, 1e-3f), graph.Nodes[0].Op);
        Assert.Equal(3, graph.Nodes[0].Inputs.Count);
    }

    [Fact]
    public void A_root_mean_square_by_its_reciprocal()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(3, 24);
            Value inverse = net.Apply(new Unary(UnaryKind.Reciprocal), Deviation(net, x, 1));
            return net.Output(Binary(net, BinaryKind.Mul, net.Floats(24), Binary(net, BinaryKind.Mul, inverse, x)));
        }

        Expect.Rewrite(Build, RecognizeNormalizations.Run, 1e-5, "RMSNormalization");
    }

    [Fact]
    public void Statistics_over_other_axes_are_something_else()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(3, 5, 24);
            Value first = Binary(net, BinaryKind.Div, x, Deviation(net, x, 1));
            Value d = Binary(net, BinaryKind.Sub, x, Mean(net, x, 1));
            return net.Output(first, Binary(net, BinaryKind.Div, d, Deviation(net, d, 2)));
        }

        Expect.Rewrite(Build, RecognizeNormalizations.Run, 1e-5, "Mul", "ReduceMean", "Add", "Sqrt", "Div", "ReduceMean", "Sub", "RMSNormalization");
    }

    private static Value Binary(Network net, BinaryKind kind, Value a, Value b) => net.Apply(new Binary(kind), a, b);

    private static Value Mean(Network net, Value x, int axis) => net.Apply(new Reduce(ReduceKind.Mean, [axis], KeepDims: true), x);

    private static Value Deviation(Network net, Value d, int axis) =>
        net.Apply(new Unary(UnaryKind.Sqrt), Binary(net, BinaryKind.Add, Mean(net, Binary(net, BinaryKind.Mul, d, d), axis), Network.Constant(1e-3f)));
}
