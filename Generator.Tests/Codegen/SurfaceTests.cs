using System;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>What the entry points of generated classes promise and refuse.</summary>
public sealed class SurfaceTests : IDisposable
{
    private readonly CompiledNetwork _network = CompiledNetwork.Load(new OnnxBuilder()
        .Input("x", ElementType.Float32, "batch", 4)
        .Node("Abs", ["x"], ["y"])
        .Output("y")
        .Build());

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Spans_hold_any_number_of_items_of_a_symbolic_batch()
    {
        Assert.Equal(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, _network.Run(new float[] { -1, 2, -3, 4, -5, 6, -7, 8 })[0]);
        Assert.Equal([-1, 4], ((ModelInfo)_network.Info).Inputs[0].Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void Other_lengths_are_refused_with_the_input_the_shape_and_both_lengths(int length)
    {
        var exception = Assert.Throws<ArgumentException>(() => _network.Run([new float[length]], [new float[4]]));
        Assert.Contains("x is [N,4]", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"not {length}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_of_another_number_of_items_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => _network.Run([new float[8]], [new float[4]]));
        Assert.Contains("takes 8 elements for 2 items, not 4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_overlaps_an_input_is_refused()
    {
        float[] both = [1, 2, 3, 4];
        var exception = Assert.Throws<ArgumentException>(() => _network.Run([both], [both]));
        Assert.Contains("y overlaps x", exception.Message, StringComparison.Ordinal);
    }
}
