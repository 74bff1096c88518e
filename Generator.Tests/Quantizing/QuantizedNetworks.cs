using System;
using System.Collections.Generic;
using System.IO;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Calibration;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A float network that nobody here made, with real data and the calibration on them.</summary>
/// <param name="Data">What the quantized network is tested on: photos, or all digits.</param>
internal sealed record QuantizedNetwork(ModelSource Source, CalibrationData Calibration, DataSet Data)
{
    /// <summary>Samples of the digits to calibrate on; photos serve all.</summary>
    private const int CalibrationSamples = 500;

    public QuantizedModel Quantize(QuantizationSettings settings) => ModelQuantizer.Quantize(Source, Calibration, settings, new CompilerOptions("Network"));

    public static QuantizedNetwork Load(string name)
    {
        var source = new ModelSource(name + ".onnx", File.ReadAllBytes(SharedData.Path("models", name, "model.onnx")));
        using NetworkRunner runner = NetworkRunner.Load(source, new CompilerOptions("Network"), Environment.ProcessorCount, null);
        DataSet Data(int limit) => name == "mnist_float"
            ? DataSet.Open([SharedData.Path("inputs", "mnist", "t10k-images-idx3-ubyte.gz")], runner.Inputs, PixelOptions.None, limit)
            : DataSet.Open([SharedData.Path("inputs", "photos")], runner.Inputs, Pixels(name), limit);

        CalibrationData calibration = Calibrator.Run(source, runner, Data(CalibrationSamples), new QuantizationSettings(), _ => { });
        return new QuantizedNetwork(source, calibration, Data(int.MaxValue));
    }

    private static PixelOptions Pixels(string name) => name switch
    {
        "face_rfb320_float" => new PixelOptions([127], [128], Resize: Resize.Stretch),
        "fastestdet_float" => new PixelOptions([0], [255], Resize: Resize.Stretch, Order: ChannelOrder.Bgr),
        _ => new PixelOptions([0], [1], Resize: Resize.Stretch, Order: ChannelOrder.Bgr),
    };
}

/// <summary>The networks of a test class, each calibrated once.</summary>
public sealed class QuantizedNetworks
{
    private readonly Dictionary<string, QuantizedNetwork> _networks = new(StringComparer.Ordinal);

    internal QuantizedNetwork Of(string name)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        return _networks.TryGetValue(name, out QuantizedNetwork? network) ? network : _networks[name] = QuantizedNetwork.Load(name);
    }
}
