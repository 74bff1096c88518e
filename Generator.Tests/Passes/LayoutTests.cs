using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class LayoutTests
{
    private static Value Image(Network net, params int[] shape) =>
        net.Apply(new Conv { Window = Network.Window(1) }, net.Input(shape), net.Floats(shape[1], shape[1], 1, 1));

    [Fact]
    public void Transposes_pass_operators_along_axes()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = Image(net, 1, 4, 6, 5);
            Value[] parts = net.Split(x, 1, 1, 3);
            x = net.Apply(new Concat(1), parts[1], parts[0]);
            x = net.Apply(new Slice([0, 0, 5, 0], [1, 2, -1, 1], [1, 2, 4, 5]), x);
            x = net.Apply(new Pad([0, 1, 0, 2], [0, 0, 1, 0], PadMode.Constant, 0.5), x);
            x = net.Apply(new Pick([null, null, [0, 0, 1, 1], null]), x);
            x = net.Apply(new Softmax(1), x);
            return net.Output(Image(net, 1, 3, 4, 7), net.Apply(new Reduce(ReduceKind.Mean, [2, 3], true), x), net.Apply(new Reduce(ReduceKind.Mean, [1], false), x));
        }

        static void Passes(Graph graph)
        {
            UseChannelsLast.Run(graph);
            SinkTransposes.Run(graph);
        }

        Graph graph = Expect.Rewrite(
            Build, Passes, 1e-6, "Transpose", "Conv", "Split", "Concat", "Slice", "Pad", "Pick", "Softmax",
            "Transpose", "Conv", "Transpose", "ReduceMean", "Transpose", "ReduceMean", "Transpose");

        Assert.Equal(3, Assert.IsType<Softmax>(graph.Nodes[7].Op).Axis);
    }

    [Fact]
    public void Broadcast_constants_and_operands_are_transposed_along()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = Image(net, 2, 4, 3, 5);
            foreach (Value operand in new[] { net.Floats(4, 1, 1), net.Floats(5), net.Floats(3, 1), Network.Constant(0.5f), net.Floats(1, 4, 3, 1), net.Input(2, 4, 1, 1), net.Input(5) })
            {
                x = net.Apply(new Binary(BinaryKind.Mul), x, operand);
            }

            return net.Output(net.Apply(new PRelu(), x, net.Floats(4, 1, 1)));
        }

        Graph graph = Expect.Lowers(Build, 1e-6);

        Assert.Equal(2, Expect.Count<Transpose>(graph));
        Assert.IsType<Transpose>(graph.Nodes[graph.Nodes.Count - 1].Op);
    }

    [Fact]
    public void Scales_per_channel_follow_their_axis()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = Image(net, 1, 4, 3, 5);
            Value codes = net.Apply(new Quantize(), ElementType.UInt8, new Quantization([0.01f, 0.02f, 0.03f, 0.04f], [1, 2, 3, 4], 1), x);
            return net.Output(net.Dequantize(codes));
        }

        Graph graph = Expect.Lowers(Build, 0);

        Expect.Operators(graph, "Transpose", "Conv", "Quantize", "Dequantize", "Transpose");
    }

    [Fact]
    public void Weights_take_the_order_of_a_flattened_image()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Apply(new Reshape(new Shape(2, 60)), Image(net, 2, 4, 3, 5));
            return net.Output(net.Apply(new MatMul(), net.Apply(new Unary(UnaryKind.Tanh), x), net.Floats(60, 7)));
        }

        Expect.Rewrite(Build, graph => Pipeline.Run(graph), 1e-5, "Transpose", "Conv", "Tanh", "Reshape", "MatMul");
    }

    [Fact]
    public void A_softmax_over_channels_sums_contiguous_rows()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Fake(net.Apply(new Softmax(0), net.Fake(net.Input(5, 4))), 1 / 256f, 0));
        }

        Graph graph = Expect.Lowers(Build, 1 / 256f);

        Expect.Operators(graph, "Quantize", "Transpose", "Softmax", "Transpose", "Dequantize");
    }
}
