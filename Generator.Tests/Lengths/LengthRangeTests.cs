using System;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>Which lengths a class takes, and what is refused.</summary>
public sealed class LengthRangeTests
{
    [Theory]
    [InlineData(0, 0, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 0.")]
    [InlineData(48, 20, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 48.")]
    [InlineData(504, 210, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 504.")]
    [InlineData(121, 50, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 121.")]
    [InlineData(120, 60, "y is [1,length,10] and takes 50 elements for length 5, not 60.")]
    public void Wrong_lengths_are_refused(int x, int y, string message)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 24).Initializer("w", Lowered.Random(new Random(3), ElementType.Float32, 24, 10)).Node("MatMul", ["x", "w"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x{}x24", "3..20");
        ArgumentException error = Assert.Throws<ArgumentException>(() => network.Run([new float[x]], [new float[y]]));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_class_says_which_lengths_it_takes()
    {
        OnnxBuilder model = new OnnxBuilder().Input("length", ElementType.Float32, 1, "time", 24).Initializer("w", Lowered.Random(new Random(3), ElementType.Float32, 24, 10)).Node("MatMul", ["length", "w"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x{}x24", "<=20");
        network.MatchesReference(1, 20);
        Assert.Equal(new Octavo.Runtime.LengthRange(1, 20), network.Info.Lengths);
        Assert.Equal([1, -1, 24], network.Info.Inputs[0].Shape);
        Assert.Equal([1, -1, 10], network.Info.Outputs[0].Shape);
        Assert.Equal(20 * 24 * 10, network.Info.MultiplyAccumulates);
    }

    [Fact]
    public void Two_compilations_give_the_same_code_and_weights()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time").Node("GlobalAveragePool", ["x"], ["g"]).Node("Sub", ["x", "g"], ["y"]).Output("y");
        CompilerOptions options = Lowered.Options with { InputShapes = "1x8x1..20" };
        CompiledModel first = ModelCompiler.Compile(model.Source(), options), second = ModelCompiler.Compile(model.Source(), options);
        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.Source, second.Source);
    }

    [Theory]
    [InlineData("1x5..3x24", "the range 5..3 holds no length")]
    [InlineData("1x0..3x24", "the range 0..3 holds no length")]
    [InlineData("1x1..8x1..24", "the dimensions 1..8 and 1..24 are open alike, but a model has one length; give them the same range")]
    [InlineData("1x<=x24", "'1x<=x24' is no shape")]
    [InlineData("1x1...8x24", "'1x1...8x24' is no shape")]
    public void Wrong_ranges_are_refused(string shapes, string reason)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", "width").Node("Relu", ["x"], ["y"]).Output("y");
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = shapes }));
        Assert.Equal(ProblemKind.InvalidOption, refusal.Problems[0].Kind);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_depends_on_the_length_otherwise_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 24).Initializer<long>("s", [3], 1, 48, -1).Node("Reshape", ["x", "s"], ["y"]).Output("y");
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = "1x1..40x24" }));
        Assert.Equal(ProblemKind.SymbolicShape, refusal.Problems[0].Kind);
        Assert.Contains("every length from 1 to 40: with length 39, ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Reshape_0", refusal.Message, StringComparison.Ordinal);
    }
}
