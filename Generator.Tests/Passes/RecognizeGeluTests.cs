using System;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class RecognizeGeluTests
{
    [Fact]
    public void The_half_last() => AssertRecognized((net, x, sum) => Mul(net, Mul(net, x, sum), Number(0.5)));

    [Fact]
    public void The_half_beside_x() => AssertRecognized((net, x, sum) => Mul(net, Mul(net, Number(0.5), x), sum));

    [Fact]
    public void The_half_beside_the_sum_as_a_division() => AssertRecognized((net, x, sum) => Mul(net, net.Apply(new Binary(BinaryKind.Div), sum, Number(2)), x));

    [Fact]
    public void Another_factor_is_something_else() => Expect.Rewrite(
        () => Build((net, x, sum) => Mul(net, Mul(net, x, sum), Number(0.51))), RecognizeGelu.Run, 0, "Div", "Erf", "Add", "Mul", "Mul");

    private static void AssertRecognized(Func<Network, Value, Value, Value> product) => Expect.Rewrite(() => Build(product), RecognizeGelu.Run, 1e-6, "Gelu");

    private static Network Build(Func<Network, Value, Value, Value> product)
    {
        var net = new Network();
        Value x = net.Input(3, 24);
        Value erf = net.Apply(new Unary(UnaryKind.Erf), net.Apply(new Binary(BinaryKind.Div), x, Number(Math.Sqrt(2))));
        return net.Output(product(net, x, net.Apply(new Binary(BinaryKind.Add), erf, Number(1))));
    }

    private static Value Mul(Network net, Value a, Value b) => net.Apply(new Binary(BinaryKind.Mul), a, b);

    private static Value Number(double value) => Network.Constant((float)value);
}
