using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Calibration;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A float network with a branch, a BatchNormalization and a dense layer, with random weights and data.</summary>
internal static class SmallNetwork
{
    public const int InputLength = 3 * 8 * 8;
    public const int Classes = 6;

    private static readonly CompilerOptions Options = new("Network");

    public static byte[] Model { get; } = Build();

    public static ModelSource Source { get; } = new("small.onnx", Model);

    /// <summary>Random samples as the bytes of a .bin file.</summary>
    public static byte[] Data { get; } = [.. Enumerable.Range(0, 16).SelectMany(Sample).SelectMany(BitConverter.GetBytes)];

    public static float[] Sample(int seed) => Random(seed + 100, InputLength, 1);

    public static CalibrationData Calibration { get; } = Calibrate(Source);

    public static QuantizedModel Quantize(QuantizationSettings settings) => ModelQuantizer.Quantize(Source, Calibration, settings, Options);

    /// <summary>What <see cref="Data"/> look like in a model of the same input.</summary>
    public static CalibrationData Calibrate(ModelSource source)
    {
        using var folder = new TemporaryFolder();
        using NetworkRunner network = NetworkRunner.Load(source, new CompilerOptions("Network"), 1, null);
        DataSet data = DataSet.Open([folder.Write("data.bin", Data)], network.Inputs, PixelOptions.None, int.MaxValue);
        return Calibrator.Run(source, network, data, new QuantizationSettings(), _ => { });
    }

    private static byte[] Build() => new OnnxBuilder(opset: 13)
        .Input("x", ElementType.Float32, 1, 3, 8, 8)
        .Initializer("w1", [8, 3, 3, 3], Random(1, 8 * 27, 0.4f)).Initializer("b1", [8], Random(2, 8, 0.2f))
        .Node("Conv", ["x", "w1", "b1"], ["c1"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
        .Initializer("g", [8], [.. Random(3, 8, 0.5f).Select(v => v + 1)]).Initializer("h", [8], Random(4, 8, 0.3f))
        .Initializer("m", [8], Random(5, 8, 0.1f)).Initializer("v", [8], [.. Random(6, 8, 0.2f).Select(v => v + 1)])
        .Node("BatchNormalization", ["c1", "g", "h", "m", "v"], ["n1"])
        .Node("Relu", ["n1"], ["r1"])
        .Initializer("w2", [8, 1, 3, 3], Random(7, 72, 0.5f))
        .Node("Conv", ["r1", "w2"], ["c2"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("group", 8))
        .Node("Add", ["c2", "r1"], ["a"])
        .Node("MaxPool", ["a"], ["p"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("GlobalAveragePool", ["p"], ["q"])
        .Node("Flatten", ["q"], ["f"])
        .Initializer("w3", [Classes, 8], Random(8, Classes * 8, 0.6f)).Initializer("b3", [Classes], Random(9, Classes, 0.3f))
        .Node("Gemm", ["f", "w3", "b3"], ["y"], ("transB", 1))
        .Output("y", ElementType.Float32, 1, Classes)
        .Build();

    private static float[] Random(int seed, int count, float scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1) * scale)];
    }
}
