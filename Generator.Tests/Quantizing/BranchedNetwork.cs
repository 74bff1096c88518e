using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A float network of every kind of operator that is quantized: an input with two readers, convolutions, Relu, Clip, Concat, Add, pools and products, with random weights.</summary>
internal static class BranchedNetwork
{
    public const int Classes = 6;

    public static ModelSource Source { get; } = new("branched.onnx", Build());

    public static CalibrationData Calibration { get; } = SmallNetwork.Calibrate(Source);

    public static QuantizedModel Quantize(QuantizationSettings settings) => ModelQuantizer.Quantize(Source, Calibration, settings, new CompilerOptions("Network"));

    private static byte[] Build() => new OnnxBuilder(opset: 13)
        .Input("x", ElementType.Float32, 1, 3, 8, 8)
        .Initializer("w1", [8, 3, 3, 3], Random(1, 8 * 27, 0.4f)).Initializer("b1", [8], Random(2, 8, 0.2f))
        .Node("Conv", ["x", "w1", "b1"], ["c1"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Relu", ["c1"], ["r1"])
        .Initializer("w2", [8, 3, 1, 1], Random(3, 24, 1f)).Initializer("b2", [8], Random(4, 8, 0.2f))
        .Node("Conv", ["x", "w2", "b2"], ["c2"], ("kernel_shape", new[] { 1, 1 }))
        .Scalar("low", -0.5f).Scalar("high", 0.75f)
        .Node("Clip", ["c2", "low", "high"], ["k2"])
        .Node("Concat", ["r1", "k2"], ["c"], ("axis", 1))
        .Node("AveragePool", ["c"], ["p"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Initializer("w3", [16, 1, 3, 3], Random(5, 144, 0.6f))
        .Node("Conv", ["p", "w3"], ["d"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("group", 16))
        .Node("Add", ["p", "d"], ["a"])
        .Node("Relu", ["a"], ["ra"])
        .Node("MaxPool", ["ra"], ["m"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("Flatten", ["m"], ["f"])
        .Initializer("w4", [64, 10], Random(6, 640, 0.3f))
        .Node("MatMul", ["f", "w4"], ["g"])
        .Initializer("w5", [Classes, 10], Random(7, Classes * 10, 0.5f)).Initializer("b5", [Classes], Random(8, Classes, 0.3f))
        .Node("Gemm", ["g", "w5", "b5"], ["y"], ("transB", 1))
        .Output("y", ElementType.Float32, 1, Classes)
        .Build();

    private static float[] Random(int seed, int count, float scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1) * scale)];
    }
}
