using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

/// <summary>The whole pipeline on the blocks that networks are made of.</summary>
public sealed class NetworkTests
{
    [Theory]
    [InlineData(ElementType.UInt8, 128)]
    [InlineData(ElementType.Int8, -3)]
    public void Inverted_residual_blocks_run_in_integers_between_two_transposes(ElementType element, int zero)
    {
        Network Build()
        {
            var net = new Network();
            Value Fake(Value v) => net.Fake(v, 0.03f, zero, element);
            Value Relu6(Value v) => net.Apply(new Clip(0, 6), v);
            Value x = Fake(net.Input(1, 8, 6, 6));
            Value expanded = Fake(Relu6(net.Conv(x, 16)));
            Value depthwise = Fake(Relu6(net.Conv(expanded, 16, size: 3, group: 0)));
            Value projected = Fake(net.Conv(depthwise, 8));
            return net.Output(Fake(net.Apply(new Binary(BinaryKind.Add), x, projected)));
        }

        Graph graph = Expect.Lowers(Build, 0.0601);

        Expect.Operators(graph, "Transpose", "Quantize", "Conv", "Conv", "Conv", "Dequantize", "Transpose");
        var last = (Conv)graph.Nodes[4].Op;
        Assert.True(last.Residual!.ResidualFirst);
        Assert.All(graph.Nodes.Where(n => n.Op is Conv), n => Assert.Equal(ElementType.UInt8, n.Y.Type.Element));
        Assert.NotNull(((Conv)graph.Nodes[2].Op).Clamp);
    }

    [Fact]
    public void A_shuffle_block_keeps_one_permutation_of_channels()
    {
        Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 8, 4, 4));
            Value[] halves = net.Split(x, 1, 4, 4);
            Value branch = net.Fake(net.Conv(net.Fake(net.Conv(halves[1], 4)), 4, size: 3, group: 0));
            Value joined = net.Fake(net.Apply(new Concat(1), halves[0], branch));
            Value split = net.Apply(new Reshape(new Shape(1, 2, 4, 4, 4)), joined);
            Value swapped = net.Apply(new Transpose([0, 2, 1, 3, 4]), split);
            Value shuffled = net.Apply(new Reshape(new Shape(1, 8, 4, 4)), swapped);
            Value[] next = net.Split(shuffled, 1, 4, 4);
            Value end = net.Fake(net.Conv(next[1], 4));
            return net.Output(net.Fake(net.Apply(new Concat(1), next[0], end)));
        }

        Graph graph = Expect.Lowers(Build, 0.0401);

        Assert.Equal([[0, 2, 3, 1], [0, 1, 2, 4, 3], [0, 3, 1, 2]], graph.Nodes.Select(n => n.Op).OfType<Transpose>().Select(t => t.Permutation));
    }

    [Fact]
    public void A_network_that_is_channels_last_already_has_no_transposes_left()
    {
        Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 6, 6, 4));
            Value Conv(Value v) => net.Apply(new Transpose([0, 2, 3, 1]), net.Conv(net.Apply(new Transpose([0, 3, 1, 2]), v), 4, size: 3));
            Value first = net.Fake(net.Apply(new Unary(UnaryKind.Relu), Conv(x)), 0.03f, 0);
            return net.Output(net.Fake(net.Apply(new Binary(BinaryKind.Add), first, net.Fake(Conv(first)))));
        }

        Graph graph = Expect.Lowers(Build, 0.0401);

        Expect.Operators(graph, "Quantize", "Conv", "Conv", "Dequantize");
    }

    [Fact]
    public void A_classifier_flattens_without_moving_data()
    {
        Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 3, 8, 8));
            Value image = net.Fake(net.Conv(x, 5, size: 3, stride: 2));
            Value flat = net.Fake(net.Apply(new Reshape(new Shape(1, 80)), image));
            Value product = net.Apply(new Gemm(1, 1, false, true), flat, net.Dequantize(net.PerChannel(0, 10, 80)), net.Floats(10));
            return net.Output(net.Fake(product, 0.05f));
        }

        Graph graph = Expect.Lowers(Build, 0.0501);

        Expect.Operators(graph, "Transpose", "Quantize", "Conv", "Reshape", "MatMul", "Dequantize");
    }

    [Fact]
    public void A_one_dimensional_network_reshapes_at_its_ends_only()
    {
        Network Build()
        {
            var net = new Network();
            Value Conv(Value v) => net.Apply(new Conv { Window = Network.Window(3, 1, 1, 1) }, v, net.Dequantize(net.PerChannel(0, 4, 4, 3)), net.Floats(4));
            Value x = net.Fake(net.Input(1, 4, 20));
            Value first = net.Fake(net.Apply(new Unary(UnaryKind.Relu), Conv(x)), 0.02f, 0);
            Value pooled = net.Apply(new MaxPool(Network.Window(2, 2, 0, 1)), first);
            return net.Output(net.Fake(Conv(pooled)));
        }

        Graph graph = Expect.Lowers(Build, 0.0201);

        Assert.Equal(2, Expect.Count<Transpose>(graph));
        Assert.Equal(2, Expect.Count<Conv>(graph));
        Assert.True(Expect.Count<Reshape>(graph) <= 2, graph.ToString());
    }

    [Fact]
    public void Squeeze_and_excitation_stays_in_one_layout()
    {
        Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 8, 6, 6));
            Value image = net.Fake(net.Conv(x, 8, size: 3));
            Value squeezed = net.Fake(net.Apply(new GlobalAveragePool(), image), 0.01f);
            Value gate = net.Fake(net.Apply(new Unary(UnaryKind.Sigmoid), net.Fake(net.Conv(squeezed, 8))), 1 / 256f, 0);
            return net.Output(net.Fake(net.Apply(new Binary(BinaryKind.Mul), image, gate)));
        }

        Graph graph = Expect.Lowers(Build, 0.0401);

        Expect.Operators(graph, "Transpose", "Quantize", "Conv", "GlobalAveragePool", "Conv", "Lookup", "Mul", "Dequantize", "Transpose");
    }

    /// <summary>Exporters for 7-bit kernels narrow the codes behind a Quantize; the bounds here are the reals of codes 0 and 127.</summary>
    [Fact]
    public void Narrowed_codes_are_a_clamp_of_the_convolution()
    {
        static Network Build()
        {
            var net = new Network();
            Value Narrow(Value v) => net.Dequantize(net.Move(new Clip(-64 * 0.02f, 63 * 0.02f), net.Quantize(v, 0.02f, 64)));
            return net.Output(Narrow(net.Conv(Narrow(net.Input(1, 4, 5, 5)), 4)));
        }

        Graph graph = Expect.Lowers(Build, 0.0201);

        Expect.Operators(graph, "Transpose", "Quantize", "Conv", "Dequantize", "Transpose");
        Assert.Equal(new Clamp(0, 127), ((Conv)graph.Nodes[2].Op).Clamp);
        Assert.Equal(new Clamp(0, 127), ((Quantize)graph.Nodes[1].Op).Clamp);
    }

    [Fact]
    public void Attention_runs_in_integers()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(1, 6, 16));
            Value Heads(int[] permutation) => net.Apply(
                new Transpose(permutation),
                net.Apply(new Reshape(new Shape(1, 6, 2, 8)), net.Fake(net.Apply(new MatMul(), x, net.Dequantize(net.PerChannel(1, 16, 16)), net.Floats(16)))));
            Value scores = net.Fake(net.Apply(new MatMul(), Heads([0, 2, 1, 3]), Heads([0, 2, 3, 1])), 0.1f);
            Value scaled = net.Fake(net.Apply(new Binary(BinaryKind.Div), scores, Network.Constant(2.8284f)), 0.04f);
            Value weights = net.Fake(net.Apply(new Softmax(3), scaled), 1 / 256f, 0);
            Value mixed = net.Fake(net.Apply(new MatMul(), weights, Heads([0, 2, 1, 3])));
            Value joined = net.Apply(new Reshape(new Shape(1, 6, 16)), net.Apply(new Transpose([0, 2, 1, 3]), mixed));
            Value projected = net.Fake(net.Apply(new MatMul(), joined, net.Dequantize(net.PerChannel(1, 16, 16))));
            return net.Output(net.Fake(net.Apply(new Binary(BinaryKind.Add), x, projected), 0.04f));
        }

        Graph graph = Expect.Lowers(Build, 0.0801);

        Assert.Equal(1, Expect.Count<Quantize>(graph));
        Assert.Equal(1, Expect.Count<Dequantize>(graph));
        Assert.Equal(4, Expect.Count<Transpose>(graph));
        Assert.Equal(6, Expect.Count<MatMul>(graph));
        Assert.Equal(0, Expect.Count<Binary>(graph));
    }
}
