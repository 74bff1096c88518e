using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

/// <summary>Lowering keeps the results of networks that nobody thought of.</summary>
public sealed class RandomNetworkTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lowering_keeps_the_bits(int seed) => Expect.Lowers(() => Build(seed), double.PositiveInfinity);

    public static IEnumerable<object[]> Seeds() => Enumerable.Range(0, 60).Select(seed => new object[] { seed });

    private static Network Build(int seed)
    {
        var net = new Network(seed);
        var random = new Random(seed);
        ElementType element = random.Next(2) == 0 ? ElementType.UInt8 : ElementType.Int8;
        int middle = element == ElementType.UInt8 ? 128 : 0;
        Value Fake(Value v) => net.Fake(v, 0.02f + (0.01f * random.Next(3)), middle + random.Next(-9, 9), element);
        List<Value> images = [Fake(net.Input(1, 8, 6, 6))];
        for (int i = 0; i < 7; i++)
        {
            Value x = images[random.Next(images.Count)], z = images[random.Next(images.Count)];
            images.Add(random.Next(12) switch
            {
                0 => Fake(net.Conv(x, 8, size: 3, group: random.Next(2) == 0 ? 1 : 2)),
                1 => Fake(net.Apply(new Clip(-0.4, 1.1), net.Conv(x, 8))),
                2 => Fake(net.Conv(x, 8, size: 3, group: 0)),
                3 or 4 => Fake(net.Apply(new Binary(random.Next(3) == 0 ? BinaryKind.Mul : BinaryKind.Add), x, z)),
                5 => Fake(net.Apply(new Unary(UnaryKind.HardSwish), x)),
                6 => Fake(net.Apply(new MaxPool(Network.Window(3, 1, 1)), net.Apply(new Unary(UnaryKind.Relu), x))),
                7 => Fake(net.Apply(new AveragePool(Network.Window(3, 1, 1), random.Next(2) == 0), x)),
                8 => Shuffle(net, x),
                9 => Fake(net.Apply(new Concat(1), [.. net.Split(x, 1, 3, 5)[1..], net.Split(z, 1, 3, 5)[0]])),
                10 => Fake(net.Apply(new Binary(BinaryKind.Mul), x, Fake(net.Apply(new Unary(UnaryKind.Sigmoid), net.Conv(net.Apply(new GlobalAveragePool(), x), 8))))),
                _ => net.Apply(new Transpose([0, 3, 1, 2]), Fake(net.Apply(new Transpose([0, 2, 3, 1]), net.Apply(new Pick([null, [7, 6, 5, 4, 3, 2, 1, 0], null, null]), x)))),
            });
        }

        Value flat = net.Apply(new Reshape(new Shape(1, 288)), images[^1]);
        Value scores = Fake(net.Apply(new MatMul(), flat, net.Dequantize(net.PerChannel(1, 288, 5))));
        return net.Output(images[^1], images[^2], Fake(net.Apply(new Softmax(1), scores)));
    }

    private static Value Shuffle(Network net, Value x)
    {
        Value split = net.Apply(new Reshape(new Shape(1, 2, 4, 6, 6)), x);
        return net.Apply(new Reshape(new Shape(1, 8, 6, 6)), net.Apply(new Transpose([0, 2, 1, 3, 4]), split));
    }
}
