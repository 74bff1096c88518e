using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FoldBatchNormalizationTests
{
    private static Value Normalize(Network net, Value x)
    {
        int channels = x.Shape[1];
        Value variance = new("variance", TensorData.Floats(new Shape(channels), [.. Enumerable.Range(1, channels).Select(i => 0.25f * i)]));
        return net.Apply(new BatchNormalization(1e-5f), x, net.Floats(channels), net.Floats(channels), net.Floats(channels), variance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Behind_a_float_convolution_it_goes_into_the_weights(bool bias)
    {
        Network Build()
        {
            var net = new Network();
            Value x = net.Apply(new Conv { Window = Network.Window(3) }, net.Input(1, 3, 6, 6), net.Floats(4, 3, 3, 3), bias ? net.Floats(4) : null);
            return net.Output(Normalize(net, x));
        }

        Expect.Rewrite(Build, FoldBatchNormalization.Run, 1e-5, "Conv");
    }

    [Fact]
    public void Behind_a_product_it_goes_into_the_columns()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(Normalize(net, net.Apply(new MatMul(), net.Input(2, 5), net.Floats(5, 4), net.Floats(4))));
        }

        Expect.Rewrite(Build, FoldBatchNormalization.Run, 1e-5, "MatMul");
    }

    [Fact]
    public void Elsewhere_it_is_a_product_and_a_sum()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(Normalize(net, net.Input(2, 3, 4, 4)));
        }

        Expect.Rewrite(Build, FoldBatchNormalization.Run, 1e-5, "Mul", "Add");
    }

    [Fact]
    public void A_convolution_with_another_reader_keeps_its_weights()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Apply(new Conv { Window = Network.Window(1) }, net.Input(1, 3, 6, 6), net.Floats(4, 3, 1, 1));
            return net.Output(Normalize(net, x), x);
        }

        Expect.Rewrite(Build, FoldBatchNormalization.Run, 1e-5, "Conv", "Mul", "Add");
    }
}
