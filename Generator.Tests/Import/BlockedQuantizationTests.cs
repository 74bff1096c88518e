using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Scales for blocks of elements along an axis, of which the last may be short.</summary>
public sealed class BlockedQuantizationTests
{
    [Fact]
    public void Every_block_has_a_scale_and_a_zero_point()
    {
        OnnxBuilder model = new OnnxBuilder(opset: 21).Input("x", ElementType.Float32, 2, 5)
            .Initializer<float>("s", [2, 3], 1, 2, 4, 0.5f, 1, 2).Initializer<byte>("z", [2, 3], 0, 10, 20, 128, 3, 255)
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"], ("axis", 1), ("block_size", 2)).Output("q", ElementType.UInt8)
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"], ("axis", 1), ("block_size", 2)).Output("y");
        TensorData x = TensorData.Floats(new Shape(2, 5), 3.5f, -1, 5, -40, 1e9f, -0.25f, 0.75f, 7, -3, -4);

        TensorData[] results = [.. Evaluator.Run(OnnxImporter.Import(model.Source(), Lowered.Options).Graph, [x])];

        Assert.Equal([4, 0, 12, 0, 255, 128, 130, 10, 0, 253], results[0].Bytes);
        Assert.Equal([4, 0, 4, -20, 940, 0, 1, 7, -3, -4], results[1].ToFloats());
        ModelRun.MatchesReference(model, x);
    }

    [Fact]
    public void Constant_weights_stay_codes()
    {
        OnnxBuilder model = new OnnxBuilder(opset: 21).Input("x", ElementType.Float32, 3, 4)
            .Initializer<sbyte>("w", [4, 2], 1, 2, 3, 4, 5, 6, 7, 8).Initializer<float>("s", [2, 2], 1, 2, 3, 4)
            .Node("DequantizeLinear", ["w", "s"], ["v"], ("axis", 0), ("block_size", 2)).Node("MatMul", ["x", "v"], ["y"]).Output("y");

        Assert.Equal(["float dense 4->2 of 4 bits rows 3"], ModelRun.MatchesReference(model, TensorData.Floats(new Shape(3, 4), [.. Enumerable.Range(0, 12).Select(i => (float)i)])));
    }

    [Fact]
    public void Scales_must_fit_the_blocks() => Assert.Equal(
        ProblemKind.InvalidGraph,
        Importing.Refused(new OnnxBuilder(opset: 21).Input("x", ElementType.Float32, 4, 2).Initializer<float>("s", [3, 2], 1, 2, 3, 4, 5, 6)
            .Node("QuantizeLinear", ["x", "s"], ["y"], ("axis", 0), ("block_size", 2)).Output("y", ElementType.UInt8)).Kind);
}
