using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class FuseMovementTests
{
    private static Network Chain(Shape shape, params Operator[] links)
    {
        var net = new Network();
        Value x = net.Input(shape.ToArray());
        foreach (Operator link in links)
        {
            x = net.Apply(link, x);
        }

        return net.Output(x);
    }

    [Fact]
    public void Transposes_that_undo_each_other_through_reshapes_vanish() => Expect.Rewrite(
        () => Chain(
            new Shape(2, 6, 4),
            new Transpose([0, 2, 1]), new Reshape(new Shape(2, 2, 2, 6)), new Transpose([0, 3, 1, 2]), new Reshape(new Shape(12, 4)), new Reshape(new Shape(2, 6, 4))),
        FuseMovement.Run,
        0);

    [Fact]
    public void A_transpose_of_unit_axes_is_a_reshape() => Expect.Rewrite(
        () => Chain(new Shape(1, 1, 1, 7), new Transpose([0, 3, 1, 2])), FuseMovement.Run, 0, "Reshape");

    [Fact]
    public void A_long_chain_is_one_transpose_between_reshapes() => Expect.Rewrite(
        () => Chain(
            new Shape(1, 4, 4, 8),
            new Transpose([0, 3, 1, 2]), new Reshape(new Shape(1, 2, 4, 4, 4)), new Transpose([0, 2, 1, 3, 4]), new Reshape(new Shape(1, 8, 4, 4)), new Transpose([0, 2, 3, 1])),
        FuseMovement.Run,
        0,
        "Reshape", "Transpose", "Reshape");

    [Fact]
    public void Sizes_without_common_factors_part_a_chain_in_two() => Expect.Rewrite(
        () => Chain(new Shape(4, 6), new Transpose([1, 0]), new Reshape(new Shape(3, 8)), new Transpose([1, 0]), new Reshape(new Shape(6, 4)), new Transpose([1, 0])),
        FuseMovement.Run,
        0,
        "Reshape", "Transpose", "Reshape", "Transpose");

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_channel_shuffle_is_a_pick_and_back(int groups)
    {
        Network Build() => Chain(
            new Shape(1, 8, 3, 3), new Reshape(new Shape(1, groups, 8 / groups, 3, 3)), new Transpose([0, 2, 1, 3, 4]), new Reshape(new Shape(1, 8, 3, 3)));

        Expect.Rewrite(Build, RecognizeShuffles.Run, 0, "Pick");
        Expect.Rewrite(Build, graph => { RecognizeShuffles.Run(graph); ExpandPicks.Run(graph); }, 0, "Reshape", "Transpose", "Reshape");
    }

    [Fact]
    public void A_shuffle_that_picks_every_other_channel_is_a_slice()
    {
        static Network Build() => Chain(
            new Shape(1, 8, 3, 3),
            new Reshape(new Shape(4, 2, 9)), new Transpose([1, 0, 2]), new Reshape(new Shape(2, 1, 4, 3, 3)), new Pick([[1], null, null, null, null]), new Reshape(new Shape(1, 4, 3, 3)));

        Expect.Rewrite(Build, graph => { RecognizeShuffles.Run(graph); ExpandPicks.Run(graph); }, 0, "Slice");
    }
}
