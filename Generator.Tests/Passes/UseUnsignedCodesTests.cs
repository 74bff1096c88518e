using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class UseUnsignedCodesTests
{
    [Fact]
    public void Codes_inside_the_graph_are_unsigned_and_its_borders_stay()
    {
        static Network Build()
        {
            var net = new Network();
            var q = new Quantization(0.02f, -7);
            Value x = net.Apply(new Reinterpret(), ElementType.Int8, q, net.Input(ElementType.Int8, 1, 4, 5, 5));
            x = net.Apply(
                new Conv { Window = Network.Window(3), Clamp = new Clamp(-20, 90) }, ElementType.Int8, new Quantization(0.04f, 5), x, net.PerChannel(0, 4, 4, 3, 3));
            byte[] table = [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 37))];
            x = net.Apply(new Lookup(table), ElementType.Int8, q, x);
            x = net.Move(new Pad([0, 0, 1, 0], [0, 0, 0, 0], PadMode.Constant, 0.5), x);
            x = net.Move(new Concat(0), x, net.Codes(ElementType.Int8, q, 1, 4, 4, 3));
            Value sum = net.Apply(new Binary(BinaryKind.Add) { Clamp = new Clamp(-100, 80) }, ElementType.Int8, q, x, x);
            return net.Output(sum, net.Apply(new Cast(), ElementType.Int32, null, sum));
        }

        Graph graph = Expect.Rewrite(
            Build, UseUnsignedCodes.Run, 0, "Reinterpret", "Conv", "Lookup", "Pad", "Concat", "Add", "Reinterpret", "Cast", "Reinterpret");

        Assert.All(graph.Nodes.Where(n => n.Op is not (Reinterpret or Cast)), n => Assert.Equal(ElementType.UInt8, n.Y.Type.Element));
        Assert.Equal(ElementType.Int8, graph.Nodes[1].Inputs[1]!.Type.Element);
        Assert.Equal(new Clamp(108, 218), ((Conv)graph.Nodes[1].Op).Clamp);
    }

    [Fact]
    public void Unsigned_weights_become_signed_and_lose_their_zero_point_when_they_can()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Quantize(net.Input(2, 6), 0.02f, 128);
            Value wide = net.Codes(ElementType.UInt8, new Quantization(0.02f, 60), 6, 50);
            Value narrow = new("narrow", new TensorData(ElementType.UInt8, new Shape(6, 2), [50, 60, 70, 10, 20, 30, 40, 50, 90, 80, 70, 60]), new Quantization(0.02f, 60));
            return net.Output(net.Apply(new MatMul(), x, wide), net.Apply(new MatMul(), x, narrow));
        }

        Graph graph = Expect.Rewrite(Build, UseSignedWeights.Run, 0, "Quantize", "MatMul", "MatMul");

        Assert.Equal([-68, 0], graph.Nodes.Skip(1).Select(n => n.Inputs[1]!.Type.Quantization!.ZeroPoint));
        Assert.All(graph.Nodes.Skip(1), n => Assert.Equal(ElementType.Int8, n.Inputs[1]!.Type.Element));
    }
}
