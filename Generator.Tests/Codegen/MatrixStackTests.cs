using System;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Float products read and write the heads of attention where they lie, side by side in each token.</summary>
public sealed class MatrixStackTests
{
    private readonly Random _random = new(17);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Heads_are_not_transposed_in_memory(int batch)
    {
        const int Tokens = 7, Heads = 3, Size = 5;
        OnnxBuilder model = new OnnxBuilder()
            .Initializer<long>("split", [4], batch, Tokens, Heads, Size).Initializer<long>("joined", [3], batch, Tokens, Heads * Size);
        foreach ((string name, int[] order) in new[] { ("q", new[] { 0, 2, 1, 3 }), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3]) })
        {
            model.Input(name, ElementType.Float32, batch, Tokens, Heads * Size)
                .Node("Neg", [name], [name + "n"]).Node("Reshape", [name + "n", "split"], [name + "s"]).Node("Transpose", [name + "s"], [name + "t"], ("perm", order));
        }

        model.Node("MatMul", ["qt", "kt"], ["scores"]).Node("MatMul", ["scores", "vt"], ["heads"])
            .Node("Transpose", ["heads"], ["tokens"], ("perm", new[] { 0, 2, 1, 3 })).Node("Reshape", ["tokens", "joined"], ["rows"])
            .Node("Neg", ["rows"], ["y"]).Output("y");
        TensorData Random() => Lowered.Random(_random, ElementType.Float32, batch, Tokens, Heads * Size);
        string[] kernels = ModelRun.MatchesReference(model, 0, Random(), Random(), Random());

        string times = $"times {batch * Heads}";
        Assert.Equal(
            ["float neg", "float neg", "float neg", "float pack 5x7", $"float product 7x5x7 {times}", "float pack 7x5", $"float product 7x7x5 {times}", "float neg"],
            kernels);
    }
}
