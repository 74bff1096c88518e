using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class BuildTablesTests
{
    [Fact]
    public void Functions_of_one_tensor_are_one_table()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(256));
            Value sigmoid = net.Fake(net.Apply(new Unary(UnaryKind.Sigmoid), x), 1 / 256f, 0);
            Value silu = net.Fake(net.Apply(new Binary(BinaryKind.Mul), x, sigmoid), 0.01f, 30);
            Value shifted = net.Apply(new Binary(BinaryKind.Add), silu, Network.Constant(3));
            Value requantized = net.Fake(net.Fake(net.Apply(new Clip(0, 6), shifted), 0.03f, 0, ElementType.Int8), 0.02f, 0);
            return net.Output(requantized);
        }

        Expect.Rewrite(Build, BuildTables.Run, 0, "Quantize", "Lookup", "Dequantize");
    }

    [Fact]
    public void A_result_that_others_read_is_a_table_of_its_own()
    {
        static Network Build()
        {
            var net = new Network();
            Value first = net.Fake(net.Apply(new Unary(UnaryKind.Tanh), net.Fake(net.Input(256))), 0.01f);
            return net.Output(first, net.Fake(net.Apply(new Unary(UnaryKind.Abs), first), 0.01f, 0));
        }

        Expect.Rewrite(Build, BuildTables.Run, 0, "Quantize", "Lookup", "Dequantize", "Lookup", "Dequantize");
    }

    [Fact]
    public void Functions_of_two_tensors_and_constants_that_vary_are_no_tables()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Fake(net.Input(8)), z = net.Fake(net.Input(8), 0.03f);
            return net.Output(
                net.Fake(net.Apply(new Binary(BinaryKind.Max), x, z)), net.Fake(net.Apply(new Binary(BinaryKind.Mul), x, net.Floats(8))));
        }

        Graph graph = Expect.Lowers(Build, 0.0201);

        Assert.Equal(0, Expect.Count<Lookup>(graph));
    }
}
