using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Compiler.Quantizing.Preparation;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>The blocks that pruning empties are the ones that packed weights hold, so that the compiler finds each of them again.</summary>
public class PruningTests
{
    private static readonly CompilerOptions Options = new("Network");

    private static readonly ModelSource Source = new("blocks.onnx", new OnnxBuilder(opset: 17)
        .Input("x", ElementType.Float32, 1, 3, 8, 8)
        .Initializer("w1", [32, 3, 3, 3], Random(1, 864))
        .Node("Conv", ["x", "w1"], ["c1"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Relu", ["c1"], ["r1"])
        .Initializer("w2", [24, 32, 3, 3], Random(2, 6912))
        .Node("Conv", ["r1", "w2"], ["c2"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Relu", ["c2"], ["r2"])
        .Initializer("w3", [10, 24, 1, 1], Random(3, 240))
        .Node("Conv", ["r2", "w3"], ["c3"], ("kernel_shape", new[] { 1, 1 }))
        .Initializer("w4", [32, 10, 3, 3], Random(4, 2880))
        .Node("Conv", ["c3", "w4"], ["c4"], ("kernel_shape", new[] { 3, 3 }), ("dilations", new[] { 2, 2 }))
        .Node("MaxPool", ["c4"], ["p"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("Flatten", ["p"], ["f"])
        .Initializer("w5", [40, 128], Random(5, 5120))
        .Node("Gemm", ["f", "w5"], ["g"], ("transB", 1))
        .Initializer("w6", [40, 6], Random(6, 240))
        .Node("MatMul", ["g", "w6"], ["y"])
        .Output("y", ElementType.Float32, 1, 6)
        .Build());

    [Fact]
    public void Emptied_blocks_are_whole_steps_of_packed_weights()
    {
        var pruned = new ModelSource("blocks.onnx", ModelPreparation.Run(Source, null, new PreparationSettings(PrunedShare: 0.5), Options));
        byte[] quantized = ModelQuantizer.Quantize(pruned, SmallNetwork.Calibrate(pruned), new QuantizationSettings(), Options).Onnx;
        string[] kernels = [.. ModelCompiler.Compile(new ModelSource("q.onnx", quantized), Options).Plan.Layers.Where(l => l.MultiplyAccumulates > 0).Select(l => l.Kernel)];

        // Every layer has an even number of blocks: half of them is exactly half.
        Assert.Equal(
            [
                "conv3x3 3->32, 50 % of blocks zero, skipped", "conv3x3 32->24, 50 % of blocks zero, skipped", "conv1x1 24->10, 50 % of blocks zero, skipped",
                "conv3x3 10->32, 50 % of blocks zero, skipped", "dense 128->40, 50 % of blocks zero, skipped", "dense 40->6, 50 % of blocks zero, skipped",
            ],
            kernels);
    }

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
