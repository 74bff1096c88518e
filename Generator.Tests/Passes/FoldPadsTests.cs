using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FoldPadsTests
{
    private static Pad Spatial(double value) => new([0, 0, 1, 1], [0, 0, 1, 2], PadMode.Constant, value);

    [Fact]
    public void Zeros_go_into_a_convolution_float_or_quantized()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(1, 2, 5, 5);
            Value codes = net.Quantize(x, 0.02f, 77);
            Value padded = net.Move(Spatial(0), codes);
            Value integers = net.Apply(new Conv { Window = Network.Window(3) }, padded, net.PerChannel(0, 4, 2, 3, 3));
            return net.Output(integers, net.Apply(new Conv { Window = Network.Window(3) }, net.Apply(Spatial(0), x), net.Floats(4, 2, 3, 3)));
        }

        Expect.Rewrite(Build, FoldPads.Run, 0, "Quantize", "Conv", "Conv");
    }

    [Fact]
    public void Zeros_go_into_an_average_that_counts_them()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Apply(new AveragePool(Network.Window(3), false), net.Apply(Spatial(0), net.Input(1, 2, 5, 5))));
        }

        Graph graph = Expect.Rewrite(Build, FoldPads.Run, 0, "AveragePool");

        Assert.True(((AveragePool)graph.Nodes[0].Op).CountIncludePad);
    }

    [Theory]
    [InlineData(0.0, 0, true)]
    [InlineData(0.0, 9, false)]
    public void The_lowest_code_goes_into_a_maximum(double value, int zero, bool folds)
    {
        Network Build()
        {
            var net = new Network();
            Value padded = net.Move(Spatial(value), net.Quantize(net.Input(1, 2, 5, 5), 0.02f, zero));
            return net.Output(net.Move(new MaxPool(Network.Window(3)), padded));
        }

        string[] expected = folds ? ["Quantize", "MaxPool"] : ["Quantize", "Pad", "MaxPool"];
        Expect.Rewrite(Build, FoldPads.Run, 0, expected);
    }

    [Fact]
    public void Other_padding_stays()
    {
        static Network Build()
        {
            var net = new Network();
            Value channels = net.Apply(new Pad([0, 1, 0, 0], [0, 0, 0, 0], PadMode.Constant, 0), net.Input(1, 1, 5, 5));
            Value ones = net.Apply(Spatial(1), channels);
            return net.Output(net.Apply(new Conv { Window = Network.Window(3) }, ones, net.Floats(4, 2, 3, 3)));
        }

        Expect.Rewrite(Build, FoldPads.Run, 0, "Pad", "Pad", "Conv");
    }
}
