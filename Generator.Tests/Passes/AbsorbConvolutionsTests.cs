using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class AbsorbConvolutionsTests
{
    [Fact]
    public void A_float_bias_becomes_integers_when_the_result_is_quantized()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Conv(net.Fake(net.Input(1, 4, 6, 6)), 8, size: 3)));
        }

        Graph graph = Expect.Rewrite(Build, AbsorbConvolutions.Run, 0.0201, "Quantize", "Conv", "Dequantize");

        Assert.Equal(ElementType.Int32, graph.Nodes[1].Inputs[2]!.Type.Element);
        Assert.True(graph.Nodes[1].X.Type.IsQuantized);
    }

    [Fact]
    public void Without_a_quantize_the_result_and_the_bias_stay_float()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Conv(net.Fake(net.Input(1, 4, 6, 6)), 8, size: 3));
        }

        Graph graph = Expect.Rewrite(Build, AbsorbConvolutions.Run, 1e-4, "Quantize", "Conv");

        Assert.Equal(ElementType.Float32, graph.Nodes[1].Inputs[2]!.Type.Element);
        Assert.Equal(ElementType.Float32, graph.Nodes[1].Y.Type.Element);
    }

    [Fact]
    public void A_result_that_somebody_else_reads_stays_float()
    {
        static Network Build()
        {
            var net = new Network();
            Value y = net.Conv(net.Fake(net.Input(1, 4, 6, 6)), 8);
            return net.Output(net.Fake(y), y);
        }

        Expect.Rewrite(Build, AbsorbConvolutions.Run, 0.0201, "Quantize", "Conv", "Quantize", "Dequantize");
    }

    [Theory]
    [InlineData(1f, true)]
    [InlineData(1.005f, true)]
    [InlineData(3f, false)]
    public void An_integer_bias_is_used_as_it_is_when_its_scale_is_the_accumulators(float factor, bool asItIs)
    {
        const float scale = 0.5f, weightScale = 0.25f;
        Value? codes = null;
        Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 4, 6, 6), scale, 3);
            Value w = net.Dequantize(net.Codes(ElementType.Int8, new Quantization(weightScale, 0), 2, 4, 1, 1));
            codes = new Value("bias", net.Ints(100, 2).Data!, new Quantization([scale * weightScale * factor, scale * weightScale * factor], [0, 0], 0));
            return net.Output(net.Fake(net.Apply(new Conv { Window = Network.Window(1) }, x, w, net.Dequantize(codes)), 2));
        }

        Graph graph = Expect.Rewrite(Build, AbsorbConvolutions.Run, 2, "Quantize", "Conv", "Dequantize");

        int[] bias = graph.Nodes[1].Inputs[2]!.Data!.ToInts();
        Assert.Equal(codes!.Data!.ToInts().Select(c => asItIs ? c : c * 3), bias);
    }

    [Fact]
    public void A_bias_that_no_integer_holds_keeps_the_float_result()
    {
        static Network Build()
        {
            var net = new Network();
            Value w = net.Dequantize(net.Codes(ElementType.Int8, new Quantization(1e-30f, 0), 2, 4, 1, 1));
            Value y = net.Apply(new Conv { Window = Network.Window(1) }, net.Fake(net.Input(1, 4, 6, 6)), w, net.Floats(2));
            return net.Output(net.Fake(y));
        }

        Expect.Rewrite(Build, AbsorbConvolutions.Run, 0, "Quantize", "Conv", "Quantize", "Dequantize");
    }
}
