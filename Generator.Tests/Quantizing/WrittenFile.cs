using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Quantizing;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A quantized model as the bytes of its file say it: what stands in its nodes and initializers.</summary>
internal sealed class WrittenFile
{
    private readonly OnnxGraph _graph;

    private WrittenFile(byte[] onnx) => (Onnx, _graph) = (onnx, OnnxReader.Read(onnx).Graph);

    public byte[] Onnx { get; }

    public IReadOnlyList<OnnxNode> Nodes => _graph.Nodes;

    /// <summary>Quantizes a model by statistics that a test states.</summary>
    public static WrittenFile Of(byte[] model, QuantizationSettings settings, params (string Tensor, TensorStatistics Statistics)[] statistics)
    {
        var calibration = new CalibrationData
        {
            Model = "model.onnx", Sha256 = CalibrationData.HashOf(model), Samples = 1, Settings = settings, Tensors = statistics.ToDictionary(s => s.Tensor, s => s.Statistics),
        };
        return new WrittenFile(ModelQuantizer.Quantize(new ModelSource("model.onnx", model), calibration, settings, new CompilerOptions("Network")).Onnx);
    }

    public TensorData Constant(string name) => TensorContents.Read(_graph.Initializers.Single(i => i.Name == name), new ExternalData(null));

    /// <summary>The node that quantizes a tensor, by its name in the model: scale, zero point and their type.</summary>
    public (float Scale, long ZeroPoint, ElementType Element) Activation(string tensor)
    {
        OnnxNode node = _graph.Nodes.Single(n => n.OpType == "QuantizeLinear" && (n.Name == tensor + "/QuantizeLinear"));
        TensorData zeroPoint = Constant(node.Inputs[2]);
        return ((float)Constant(node.Inputs[1]).FloatAt(0), zeroPoint.IntegerAt(0), zeroPoint.Element);
    }

    /// <summary>Scales, zero points and codes of a constant, by its name in the model.</summary>
    public (float[] Scales, long[] ZeroPoints, long[] Codes) Weights(string name)
    {
        string zeroPoint = name + "_zero_point";
        return (Constant(name + "_scale").ToFloats(), _graph.Initializers.Any(i => i.Name == zeroPoint) ? Constant(zeroPoint).ToLongs() : [], Constant(name + "_quantized").ToLongs());
    }

    /// <summary>Statistics of values, each array a sample.</summary>
    public static TensorStatistics Seen(params float[][] samples)
    {
        var statistics = new TensorStatistics();
        foreach (float[] sample in samples)
        {
            Assert.True(statistics.Add(sample, new Shape(sample.Length)));
        }

        return statistics;
    }
}
