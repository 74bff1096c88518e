using System;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Operators that an optimizer puts in place of several give what these give.</summary>
public sealed class FusedImportTests
{
    private readonly Random _random = new(3);

    [Fact]
    public void Activations_with_biases() => ExpectPairs(Model()
        .Node("com.microsoft:Gelu", ["x"], ["a"]).Node("Gelu", ["x"], ["b"])
        .Node("Add", ["x", "v"], ["xv"])
        .Node("com.microsoft:BiasGelu", ["x", "v"], ["c"]).Node("Gelu", ["xv"], ["d"])
        .Node("com.microsoft:FastGelu", ["x", "v"], ["e"]).Node("Gelu", ["xv"], ["f"], ("approximate", "tanh"))
        .Scalar("alpha", 1.702f).Node("Mul", ["x", "alpha"], ["ax"]).Node("Sigmoid", ["ax"], ["s"])
        .Node("com.microsoft:QuickGelu", ["x"], ["g"]).Node("Mul", ["x", "s"], ["h"]), 8);

    [Fact]
    public void Normalizations_of_sums() => ExpectPairs(Model()
        .Node("Add", ["x", "skip"], ["plain"]).Node("Add", ["plain", "v"], ["sum"])
        .Node("com.microsoft:SkipLayerNormalization", ["x", "skip", "scale", "shift", "v"], ["a", "", "", "c"], ("epsilon", 1e-5f))
        .Node("LayerNormalization", ["sum", "scale", "shift"], ["b"]).Node("Identity", ["sum"], ["d"])
        .Node("com.microsoft:SkipSimplifiedLayerNormalization", ["x", "skip", "scale"], ["e"], ("epsilon", 1e-5f))
        .Node("RMSNormalization", ["plain", "scale"], ["f"])
        .Node("SimplifiedLayerNormalization", ["x", "scale"], ["g"]).Node("RMSNormalization", ["x", "scale"], ["h"]), 8);

    [Fact]
    public void Products_of_transposed_operands() => ExpectPairs(Model()
        .Node("Transpose", ["skip"], ["turned"], ("perm", new[] { 0, 2, 1 })).Scalar("half", 0.5f)
        .Node("com.microsoft:FusedMatMul", ["x", "skip"], ["a"], ("transB", 1), ("alpha", 0.5f))
        .Node("MatMul", ["x", "turned"], ["p"]).Node("Mul", ["p", "half"], ["b"])
        .Initializer("m", Lowered.Random(_random, ElementType.Float32, 6, 8))
        .Input("t", ElementType.Float32, 8, 5)
        .Node("com.microsoft:FusedGemm", ["t", "m"], ["c"], ("transA", 1), ("transB", 1), ("activation", "Relu"))
        .Node("Gemm", ["t", "m"], ["q"], ("transA", 1), ("transB", 1)).Node("Relu", ["q"], ["d"])
        .Input("u", ElementType.Float32, 6, 2, 3, 4).Input("v4", ElementType.Float32, 2, 3, 6, 5)
        .Node("com.microsoft:FusedMatMul", ["u", "v4"], ["e"], ("transBatchA", 1), ("transA", 1))
        .Node("Transpose", ["u"], ["rows"], ("perm", new[] { 1, 2, 3, 0 })).Node("MatMul", ["rows", "v4"], ["f"])
        .Node("com.microsoft:TransposeMatMul", ["x", "skip"], ["g"], ("transA", 1), ("alpha", 0.5f))
        .Node("Transpose", ["x"], ["columns"], ("perm", new[] { 0, 2, 1 })).Node("MatMul", ["columns", "skip"], ["r"]).Node("Mul", ["r", "half"], ["h"]), 8);

    [Fact]
    public void Statistics_are_those_of_the_sum() => ExpectPairs(Model()
        .Node("Add", ["x", "skip"], ["sum"])
        .Node("com.microsoft:SkipLayerNormalization", ["x", "skip", "scale", "shift"], ["y", "a", "c"], ("epsilon", 1e-5f))
        .Node("LayerNormalization", ["sum", "scale", "shift"], ["z", "b", "d"])
        .Node("SimplifiedLayerNormalization", ["sum", "scale"], ["w", "e"])
        .Node("com.microsoft:SkipSimplifiedLayerNormalization", ["x", "skip", "scale"], ["u", "", "f"], ("epsilon", 1e-5f)), 6);

    private OnnxBuilder Model() => new OnnxBuilder(opset: 23).Opset("com.microsoft", 1)
        .Input("x", ElementType.Float32, 2, 3, 8).Input("skip", ElementType.Float32, 2, 3, 8)
        .Initializer("v", Lowered.Random(_random, ElementType.Float32, 8))
        .Initializer("scale", Lowered.Random(_random, ElementType.Float32, 8))
        .Initializer("shift", Lowered.Random(_random, ElementType.Float32, 8));

    private void ExpectPairs(OnnxBuilder model, int count) => Importing.ExpectPairs(_random, model, count);
}
