using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class RemoveIdentitiesTests
{
    [Fact]
    public void Operators_that_change_nothing_vanish()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(2, 3);
            x = net.Apply(new Reshape(new Shape(2, 3)), x);
            x = net.Apply(new Transpose([0, 1]), x);
            x = net.Apply(new Slice([0, 0], [1, 1], [2, 3]), x);
            x = net.Apply(new Pad([0, 0], [0, 0], PadMode.Constant, 1), x);
            x = net.Apply(new Pick([null, [0, 1, 2]]), x);
            x = net.Apply(new Concat(0), x);
            x = net.Apply(new Clip(double.NegativeInfinity, double.PositiveInfinity), x);
            return net.Output(net.Apply(new Cast(), x));
        }

        Expect.Rewrite(Build, RemoveIdentities.Run, 0);
    }

    [Fact]
    public void Operators_that_keep_the_shape_only_stay()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Input(3, 3);
            x = net.Apply(new Transpose([1, 0]), x);
            x = net.Apply(new Slice([2, 0], [-1, 1], [3, 3]), x);
            x = net.Apply(new Pick([null, [2, 1, 0]]), x);
            return net.Output(net.Apply(new Clip(-1, double.PositiveInfinity), x));
        }

        Expect.Rewrite(Build, RemoveIdentities.Run, 0, "Transpose", "Slice", "Pick", "Clip");
    }
}
