using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class MovedQuantizationTests
{
    [Fact]
    public void Dequantize_sinks_through_everything_that_moves()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 4, 6, 6));
            x = net.Apply(new MaxPool(Network.Window(2, 2)), x);
            x = net.Apply(new Pad([0, 0, 1, 1], [0, 0, 1, 1], PadMode.Constant, 0), x);
            x = net.Apply(new Transpose([0, 2, 3, 1]), x);
            x = net.Apply(new Slice([0, 1, 1, 0], [1, 1, 1, 2], [1, 3, 3, 2]), x);
            x = net.Apply(new Concat(0), x, x);
            return net.Output(net.Apply(new Reshape(new Shape(36)), x));
        }

        Expect.Rewrite(Build, SinkDequantize.Run, 0, "Quantize", "MaxPool", "Pad", "Transpose", "Slice", "Concat", "Reshape", "Dequantize");
    }

    [Fact]
    public void Padding_without_a_code_stays_in_float()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Apply(new Pad([1], [1], PadMode.Constant, 0.5), net.Fake(net.Input(4), 0.3f)));
        }

        Expect.Rewrite(Build, SinkDequantize.Run, 0, "Quantize", "Dequantize", "Pad");
    }

    [Fact]
    public void Scales_follow_their_axis_through_a_transpose()
    {
        static Network Build()
        {
            var net = new Network();
            Value w = net.Apply(new Transpose([1, 0]), net.Dequantize(net.PerChannel(0, 4, 6)));
            return net.Output(net.Apply(new MatMul(), net.Input(2, 6), w));
        }

        Graph graph = Expect.Rewrite(Build, graph => { SinkDequantize.Run(graph); FoldConstants.Run(graph); }, 0, "Dequantize", "MatMul");

        Assert.Equal(1, graph.Nodes[0].X.Type.Quantization!.Axis);
    }

    [Fact]
    public void Quantize_rises_above_what_moves_and_swallows_clips()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Apply(new Clip(0, 6), net.Input(1, 4, 6, 6));
            x = net.Apply(new MaxPool(Network.Window(2, 2)), x);
            x = net.Apply(new Reshape(new Shape(4, 9)), net.Apply(new Unary(UnaryKind.Relu), x));
            return net.Output(net.Fake(net.Apply(new Concat(1), x, net.Input(4, 2)), 0.02f, 10));
        }

        Graph graph = Expect.Rewrite(Build, RaiseQuantize.Run, 0, "Quantize", "MaxPool", "Reshape", "Quantize", "Concat", "Dequantize");

        Assert.Equal(new Clamp(10, 255), ((Quantize)graph.Nodes[0].Op).Clamp);
        Assert.Null(((Quantize)graph.Nodes[3].Op).Clamp);
    }

    [Fact]
    public void Quantize_rises_above_a_split_whose_parts_are_quantized_alike()
    {
        static Network Build()
        {
            var net = new Network();
            Value[] parts = net.Split(net.Apply(new Unary(UnaryKind.Sigmoid), net.Input(4, 6)), 1, 2, 4);
            return net.Output(net.Fake(parts[0]), net.Fake(parts[1]));
        }

        Expect.Rewrite(Build, RaiseQuantize.Run, 0, "Sigmoid", "Quantize", "Split", "Dequantize", "Dequantize");
    }

    [Fact]
    public void A_round_trip_leaves_the_codes_or_their_clamp()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Fake(net.Input(64)));
            return net.Output(net.Fake(net.Apply(new Unary(UnaryKind.Relu), x)));
        }

        Expect.Rewrite(Build, graph => { RaiseQuantize.Run(graph); RemoveRoundTrips.Run(graph); }, 0, "Quantize", "Lookup", "Dequantize");
    }

    [Fact]
    public void Equal_tables_of_one_tensor_are_one()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(64));
            return net.Output(net.Quantize(x, 0.03f, 120), net.Quantize(x, 0.03f, 120), net.Quantize(x, 0.03f, 121));
        }

        Expect.Rewrite(Build, graph => { BuildTables.Run(graph); MergeDuplicates.Run(graph); }, 0, "Quantize", "Lookup", "Lookup");
    }

    [Fact]
    public void Equal_quantizations_of_one_tensor_are_one()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(8);
            return net.Output(net.Fake(x), net.Fake(x), net.Fake(x, 0.03f));
        }

        Expect.Rewrite(Build, MergeDuplicates.Run, 0, "Quantize", "Dequantize", "Quantize", "Dequantize");
    }
}
